using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>Dense parameters on a server against the optimiser in process.</summary>
public sealed class DenseBlockTests
{
    private const int Length = 1003;

    public static TheoryData<string> Optimizers => ["none", "sgd", "momentum", "adagrad", "adam", "adamw"];

    [Theory, MemberData(nameof(Optimizers))]
    public void Push_AnyOptimizer_DoesBitForBitWhatTheStepInProcessDoes(string name)
    {
        Random random = new(1);
        float[] start = Vector(random);
        using DenseBlock block = new(Options(name), start), parts = new(Options(name), start);
        using Parameter parameter = new("w", new Shape(17, 59));
        start.CopyTo(parameter.Values);
        for (int step = 0; step < 20; step++)
        {
            float[] a = Vector(random), b = Vector(random), sum = [.. a.Zip(b, (x, y) => x + y)];
            float rate = 0.1f / (1 + step);
            if (Optimizer(name) is { } optimizer)
            {
                parameter.SetGradient(sum);
                optimizer.Step([parameter], rate, WorkerTeam.Single);
            }
            else
            {
                for (int i = 0; i < Length; i++) parameter.Values[i] -= sum[i];
            }

            Assert.Equal(UpdateOutcome.Applied, block.Push(new(1, step, 1, rate), sum, [], out _));
            Assert.Equal(UpdateOutcome.Waiting, parts.Push(new(1, 2 * step + 1, 2, rate), b, [], out _));
            Assert.Equal(UpdateOutcome.Applied, parts.Push(new(1, 2 * step, 2, rate), a, [], out _));
            Assert.Equal(UpdateOutcome.Duplicate, parts.Push(new(1, 2 * step, 2, rate), a, [], out _));

            Assert.Equal(parameter.Values, block.Values);
            Assert.Equal(parameter.Values, parts.Values);
        }
        Assert.Equal((20L, 20L), (block.Version, block.StepsApplied(1)));
        Assert.Equal(Optimizer(name) is null ? 0 : 20L, block.Updates);
        for (int slot = 0; slot < block.StateSlots; slot++) Assert.Equal(parameter.State(slot), block.State(slot));
    }

    [Fact]
    public void Push_WithoutGradient_CountsAsAppliedAndChangesNothing()
    {
        using DenseBlock block = new(Options("adam"), Vector(new Random(2)));
        float[] before = [.. block.Values];
        Assert.Equal(UpdateOutcome.Applied, block.Push(new(1, 0, 1, 0.1f), [], [], out _));
        Assert.Equal((0L, 0L, 1L), (block.Version, block.Updates, block.StepsApplied(1)));
        Assert.Equal(before, block.Values);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Load_OfWhatWasSaved_GoesOnAsTheOriginal(string name)
    {
        using DenseBlock block = Trained(name, out Random random);
        StateBuffer state = StateBuffer.Empty;
        block.Save(ref state);
        using DenseBlock loaded = Load(state.Blocks)!, copy = block.Copy();
        Assert.Equal(block.Digest(), loaded.Digest());
        float[] gradient = Vector(random);
        foreach (DenseBlock one in (DenseBlock[])[block, loaded, copy]) one.Push(new(1, 50, 1, 0.1f), gradient, gradient, out _);
        Assert.Equal(block.Digest(), loaded.Digest());
        Assert.Equal(block.Digest(), copy.Digest());
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Load_OfDamagedState_GivesABlockThatWorksOrSaysWhatIsWrong(string name)
    {
        using DenseBlock block = Trained(name, out Random random);
        StateBuffer state = StateBuffer.Empty;
        block.Save(ref state);
        int refused = 0;
        for (int round = 0; round < 1000; round++)
        {
            using DenseBlock? loaded = Load(StateDamage.Of(state.Blocks, random));
            if (loaded is null) refused++;
            else loaded.Push(new((ulong)random.NextInt64(), 0, 1, 0.1f), new float[loaded.Options.Length], new float[loaded.Options.Length], out _);
        }
        Assert.InRange(refused, 100, 999);
    }

    [Fact]
    public void Save_AllocatesNothing()
    {
        using DenseBlock block = Trained("adam", out _);
        CountingSink sink = default;
        block.Save(ref sink);
        long before = GC.GetAllocatedBytesForCurrentThread();
        block.Save(ref sink);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Restore_PutsValuesAndStateBack()
    {
        using DenseBlock block = Trained("adam", out _), other = new(Options("adam"), new float[Length]);
        other.Restore(block.Values, block.Updates, [.. block.State(0), .. block.State(1)]);
        float[] gradient = Vector(new Random(8));
        block.Push(new(9, 0, 1, 0.1f), gradient, [], out _);
        other.Push(new(9, 0, 1, 0.1f), gradient, [], out _);
        Assert.Equal(block.Values, other.Values);
        Assert.Throws<ArgumentException>(() => other.Restore(block.Values, 1, new float[3]));
    }

    [Fact]
    public void Push_Refused_ChangesNothing()
    {
        using DenseBlock block = Trained("adagrad", out _);
        ulong before = block.Digest();
        float[] gradient = new float[Length];
        gradient[500] = float.PositiveInfinity;
        _ = block.Push(new(1, 40, 1, 0.1f), gradient, [], out int nonFinite);
        Assert.Equal(500, nonFinite);
        Assert.Throws<ArgumentException>(() => block.Push(new(1, 40, 1, 0.1f), new float[3], [], out _));
        Assert.Throws<ArgumentException>(() => block.Push(new(1, 40, 2, 0.1f), new float[Length], [], out _));
        Assert.Equal(before, block.Digest());
    }

    private static DenseBlock Trained(string name, out Random random)
    {
        random = new(6);
        DenseBlock block = new(Options(name) with { Compensation = new() { Form = name == "sgd" ? DelayCompensationForm.Adaptive : 0 } }, Vector(random));
        for (int step = 0; step < 10; step++) block.Push(new(1, 3 * step, 1, 0.1f), Vector(random), Vector(random), out _);
        if (name != "sgd") block.Push(new(2, 1, 3, 0.1f), Vector(random), [], out _);
        return block;
    }

    private static DenseBlockOptions Options(string name) => new() { Name = "w", Length = Length, Optimizer = Optimizer(name) };

    private static IDenseOptimizer? Optimizer(string name) => name switch
    {
        "sgd" => new SgdOptimizer { L2 = 0.01f },
        "momentum" => new SgdOptimizer { Momentum = 0.9f },
        "adagrad" => new AdagradOptimizer(),
        "adam" => new AdamOptimizer { L2 = 0.01f },
        "adamw" => new AdamWOptimizer(),
        _ => null,
    };

    private static float[] Vector(Random random) => [.. Enumerable.Range(0, Length).Select(_ => random.NextSingle() - 0.5f)];

    private static DenseBlock? Load(List<byte[]> blocks)
    {
        StateReader reader = new(blocks);
        try
        {
            DenseBlock? block = DenseBlock.Load(ref reader, out string? fault);
            Assert.Equal(block is null, fault is not null);
            return block;
        }
        finally
        {
            reader.Dispose();
        }
    }
}
