using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>The dense parameters of a local run.</summary>
internal sealed class LocalBlocks(LocalRun run) : IParameterBlocks
{
    public void Pull(IReadOnlyList<Parameter> parameters, ulong source, long step)
    {
        CheckCount(parameters);
        lock (run.Gate)
        {
            for (int i = 0; i < parameters.Count; i++)
            {
                DenseBlock block = run.Blocks[i];
                if (step > 0 && block.StepsApplied(source) < step) run.AwaitStep($"Block '{block.Options.Name}'", step, () => block.StepsApplied(source));
                block.Values.CopyTo(parameters[i].Values);
            }
        }
    }

    public void Push(in UpdateTag tag, IReadOnlyList<Parameter> parameters, ReadOnlySpan<float> pulled)
    {
        CheckCount(parameters);
        long total = parameters.Sum(p => (long)p.Values.Length);
        if (pulled.Length != total) Throw.BlockLength("all", "pulled numbers", pulled.Length, (int)total);
        lock (run.Gate)
        {
            for (int i = 0, at = 0; i < parameters.Count; i++)
            {
                Parameter parameter = parameters[i];
                ReadOnlySpan<float> before = pulled.Slice(at, parameter.Values.Length);
                at += parameter.Values.Length;
                if (run.Blocks[i].Options.Optimizer is null) PushDifference(tag, run.Blocks[i], parameter, before);
                else Check(run.Blocks[i].Push(tag, parameter.HasGradient ? parameter.Gradients : [], before, out int nonFinite), parameter, nonFinite);
            }
            run.Announce();
        }
    }

    public void Save(IReadOnlyList<Parameter> parameters)
    {
        CheckCount(parameters);
        lock (run.Gate)
        {
            for (int i = 0; i < parameters.Count; i++)
            {
                DenseBlock block = run.Blocks[i];
                block.Values.CopyTo(parameters[i].Values);
                parameters[i].Updates = block.Updates;
                for (int slot = 0; slot < block.StateSlots; slot++) block.State(slot).CopyTo(parameters[i].State(slot));
            }
        }
    }

    public void Load(IReadOnlyList<Parameter> parameters)
    {
        CheckCount(parameters);
        lock (run.Gate)
        {
            for (int i = 0; i < parameters.Count; i++)
            {
                DenseBlock block = run.Blocks[i];
                int length = block.Options.Length;
                float[] state = new float[block.StateSlots * length];
                for (int slot = 0; slot < block.StateSlots; slot++) parameters[i].State(slot).CopyTo(state.AsSpan(slot * length));
                block.Restore(parameters[i].Values, parameters[i].Updates, state);
            }
        }
    }

    private static void PushDifference(in UpdateTag tag, DenseBlock block, Parameter parameter, ReadOnlySpan<float> before)
    {
        float[] difference = before.ToArray();
        DenseSum.Subtract(parameter.Values, difference);
        Check(block.Push(tag, difference, before, out int nonFinite), parameter, nonFinite);
    }

    private static void Check(UpdateOutcome outcome, Parameter parameter, int nonFinite)
    {
        if (nonFinite >= 0) Throw.NonFiniteBlock(parameter.Name, nonFinite, outcome);
    }

    private void CheckCount(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count != run.Blocks.Count) Throw.BlockCount(parameters.Count, run.Blocks.Count);
    }
}
