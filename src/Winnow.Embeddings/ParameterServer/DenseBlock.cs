using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>A dense parameter as a parameter server holds it: values, optimiser state, and which updates were applied.</summary>
/// <remarks>An update does exactly what the optimiser does to the parameter in one process, bit for bit. One thread at a time.</remarks>
public sealed unsafe partial class DenseBlock : IDisposable
{
    private readonly Parameter[] _parameter;        // one; a list, as optimisers want it
    private readonly NativeBuffer<float>? _meanSquare;
    private readonly AppliedPositions _applied = new();
    private readonly PendingSteps _pending = new();
    private readonly byte[] _name;

    /// <summary>A block.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="values">What it starts with, as many numbers as the options say.</param>
    /// <exception cref="ArgumentException">Some option is outside its legal range, or there are more or fewer values.</exception>
    public DenseBlock(DenseBlockOptions options, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (values.Length != options.Length) Throw.BlockLength(options.Name, "values", values.Length, options.Length);
        Options = options;
        _name = System.Text.Encoding.UTF8.GetBytes(options.Name);
        _parameter = [new Parameter(options.Name, new Shape(1, options.Length), options.Decays)];
        values.CopyTo(Parameter.Values);
        if (options.Compensation.Form == DelayCompensationForm.Adaptive) _meanSquare = new NativeBuffer<float>((nuint)options.Length);
        for (int slot = 0; slot < StateSlots; slot++) _ = Parameter.State(slot);
    }

    /// <summary>What the block is.</summary>
    public DenseBlockOptions Options { get; }

    /// <summary>Number of changes since the block was made: updates and restorations.</summary>
    public long Version { get; private set; }

    /// <summary>The numbers, [<see cref="DenseBlockOptions.Length"/>].</summary>
    public ReadOnlySpan<float> Values => Parameter.Values;

    /// <summary>Number of updates by the optimiser: the t of Adam.</summary>
    public long Updates => Parameter.Updates;

    /// <summary>Number of optimiser slots.</summary>
    public int StateSlots => Options.Optimizer?.StateSlots ?? 0;

    /// <summary>Steps of which some parts have come and others have not.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Bytes taken from the system.</summary>
    public long MemoryBytes =>
        Options.Length * (long)sizeof(float) * (2 + StateSlots + (_meanSquare is null ? 0 : 1)) + _applied.TotalBytes + _pending.TotalBytes;

    private Parameter Parameter => _parameter[0];

    /// <summary>One slot of optimiser state, [<see cref="DenseBlockOptions.Length"/>].</summary>
    /// <param name="slot">0 … <see cref="StateSlots"/> − 1.</param>
    public ReadOnlySpan<float> State(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, StateSlots);
        return Parameter.State(slot);
    }

    /// <summary>Number of steps of a run all parts of which are applied, counted from step 0 without a gap.</summary>
    /// <param name="source">The run; 0 steps if it is unknown.</param>
    public long StepsApplied(ulong source) => _applied.Parts(source) is var parts && parts > 0 ? _applied.Watermark(source) / parts : 0;

    /// <summary>Lets the optimiser take a step.</summary>
    /// <param name="tag">Which piece of work this is; a repeat changes nothing.</param>
    /// <param name="gradient">∂loss/∂value, or empty: this piece has none. A step without any gradient counts as applied and changes nothing.</param>
    /// <param name="pulled">The values the gradient was computed at; read only if the block compensates late gradients.</param>
    /// <param name="nonFinite">−1, or the index of a number of the gradient, or of the sum, that is NaN or ±∞: then nothing was changed.</param>
    /// <returns>What became of it; <see cref="UpdateOutcome.Duplicate"/> too if it was refused.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit, or the position lies too far ahead: 65,536 positions, and 4 steps where steps have
    /// parts. Nothing was changed.</exception>
    public UpdateOutcome Push(in UpdateTag tag, ReadOnlySpan<float> gradient, ReadOnlySpan<float> pulled, out int nonFinite)
    {
        nonFinite = -1;
        CheckUpdate(tag, gradient, pulled);
        if (_applied.Contains(tag.Source, tag.Position)) return UpdateOutcome.Duplicate;
        nonFinite = FirstNonFinite(gradient);
        if (nonFinite < 0 && Compensates(gradient)) nonFinite = FirstNonFinite(pulled);
        if (nonFinite >= 0) return UpdateOutcome.Duplicate;
        if (tag.Parts > 1) return Contribute(tag, gradient, out nonFinite);
        if (gradient.Length > 0)
        {
            Parameter.SetGradient(gradient);
            if (Compensates(gradient)) Compensate(pulled);
            Apply(tag);
        }
        Mark(tag, tag.Position);
        return UpdateOutcome.Applied;
    }

    /// <summary>Replaces values and optimiser state, for a checkpoint that is restored. What is known of runs stays.</summary>
    /// <param name="values">[<see cref="DenseBlockOptions.Length"/>].</param>
    /// <param name="updates">Number of updates, at least 0.</param>
    /// <param name="state">Slot after slot without gaps; empty: zeros.</param>
    /// <exception cref="ArgumentException">Lengths do not fit.</exception>
    public void Restore(ReadOnlySpan<float> values, long updates, ReadOnlySpan<float> state)
    {
        int stateLength = checked(StateSlots * Options.Length);
        if (values.Length != Options.Length) Throw.BlockLength(Options.Name, "values", values.Length, Options.Length);
        if (state.Length != stateLength && state.Length > 0) Throw.BlockLength(Options.Name, "numbers of optimiser state", state.Length, stateLength);
        ArgumentOutOfRangeException.ThrowIfNegative(updates);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(updates, SnapshotCut.MostSteps);
        values.CopyTo(Parameter.Values);
        Parameter.Updates = updates;
        for (int slot = 0; slot < StateSlots; slot++)
        {
            if (state.IsEmpty) Parameter.State(slot).Clear();
            else state.Slice(slot * Options.Length, Options.Length).CopyTo(Parameter.State(slot));
        }
        _meanSquare?.Clear();
        Version++;
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        Parameter.Dispose();
        _meanSquare?.Dispose();
        _applied.Dispose();
        _pending.Dispose();
    }

    private UpdateOutcome Contribute(in UpdateTag tag, ReadOnlySpan<float> gradient, out int nonFinite)
    {
        nonFinite = -1;
        PendingStep? step = _pending.Find(tag.Source, tag.Step);
        if (step?[tag.Part] is not null) return UpdateOutcome.Duplicate;
        if (step is not null && step.Rate != tag.LearningRate) Throw.RatesDiffer(tag, step.Rate);
        step ??= _pending.Begin(tag);
        fixed (float* g = gradient) step.Add(tag.Part, new Contribution([], new MatrixView(g, gradient.IsEmpty ? 0 : 1, gradient.Length), gradient.IsEmpty ? 0 : 1));
        if (!step.IsComplete) return UpdateOutcome.Waiting;
        if (Sum(step))
        {
            nonFinite = FirstNonFinite(Parameter.Gradients);
            if (nonFinite >= 0)
            {
                Parameter.ClearGradient();
                step.TakeBack(tag.Part);
                return UpdateOutcome.Duplicate;
            }
            Apply(tag);
        }
        Mark(tag, tag.Step * tag.Parts);
        _pending.Remove(step);
        return UpdateOutcome.Applied;
    }

    /// <summary>Adds up the gradients of a step in the order of its parts; false if there is none.</summary>
    private bool Sum(PendingStep step)
    {
        bool any = false;
        for (int part = 0; part < step.Parts; part++)
        {
            Contribution contribution = step[part]!;
            if (contribution.Floats == 0) continue;
            ReadOnlySpan<float> gradient = new(contribution.Gradients, contribution.Floats);
            if (any) DenseSum.Add(gradient, Parameter.Gradients);
            else Parameter.SetGradient(gradient);
            any = true;
        }
        return any;
    }

    private void Apply(in UpdateTag tag)
    {
        if (Options.Optimizer is { } optimizer)
        {
            optimizer.Step(_parameter, tag.LearningRate, WorkerTeam.Single);
        }
        else
        {
            DenseSum.Subtract(Parameter.Gradients, Parameter.Values);
            Parameter.ClearGradient();
        }
        Version++;
    }

    private bool Compensates(ReadOnlySpan<float> gradient) =>
        Options.Compensation.Form != DelayCompensationForm.None && Options.Optimizer is not null && gradient.Length > 0;

    private void Compensate(ReadOnlySpan<float> pulled)
    {
        float* gradient = Parameter.Gradient.Data;
        fixed (float* w = pulled)
            new GradientCompensator(Options.Compensation).Apply(
                gradient, Parameter.Value.Data, w, _meanSquare is null ? null : _meanSquare.Pointer, gradient, Options.Length);
    }

    private void Mark(in UpdateTag tag, long first)
    {
        _applied.Mark(tag.Source, first, tag.Parts, tag.Parts, out ulong? forgotten);
        if (forgotten is not null) _pending.Forget(forgotten.Value);
    }

    private void CheckUpdate(in UpdateTag tag, ReadOnlySpan<float> gradient, ReadOnlySpan<float> pulled)
    {
        tag.Validate();
        UpdateWindow.Check(tag, _applied);
        if (gradient.Length != Options.Length && gradient.Length > 0) Throw.BlockLength(Options.Name, "numbers of a gradient", gradient.Length, Options.Length);
        if (!Compensates(gradient)) return;
        if (tag.Parts > 1) Throw.CompensatedParts($"Block '{Options.Name}'", tag.Parts);
        if (pulled.Length != Options.Length) Throw.BlockLength(Options.Name, "pulled numbers", pulled.Length, Options.Length);
    }

    private static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        fixed (float* v = values)
            if (FiniteCheck.AllFinite(v, values.Length)) return -1;
        int i = 0;
        while (float.IsFinite(values[i])) i++;
        return i;
    }
}
