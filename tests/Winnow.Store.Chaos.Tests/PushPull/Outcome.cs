using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store.Chaos.Tests.PushPull;

/// <summary>What a run left in a store: the bytes of its tables and the values and state of its dense parameters.</summary>
internal sealed record Outcome(IReadOnlyList<byte[]> Tables, float[] Dense, long[] Updates)
{
    public static Outcome Of(IParameterStore store)
    {
        Parameter[] parameters = ChaosWork.Parameters();
        store.Blocks.Save(parameters);
        try
        {
            return new Outcome([.. store.Tables.Select(Bytes)],
                [.. parameters.SelectMany(p => p.Values.ToArray().Concat(Enumerable.Range(0, p.StateSlots).SelectMany(s => p.State(s).ToArray())))],
                [.. parameters.Select(p => p.Updates)]);
        }
        finally
        {
            foreach (Parameter p in parameters) p.Dispose();
        }
    }

    /// <summary>What one worker in one process makes of the same positions.</summary>
    public static Outcome Undisturbed(ParameterStoreLayout layout, long positions)
    {
        using LocalParameterStore store = new(layout, ChaosWork.Values, WorkerTeam.Single);
        using ChaosWork work = new();
        for (long p = 0; p < positions; p++) work.Do(store, p, () => true);
        return Of(store);
    }

    /// <summary>Fails unless each update was applied exactly once: each key was counted as often as it occurred.</summary>
    public static void AssertExactlyOnce(IParameterStore store, long positions)
    {
        Dictionary<ulong, int> occurrences = ChaosWork.Occurrences(positions);
        ulong[] keys = [.. occurrences.Keys.Order()];
        using NativeBuffer<float> rows = new((nuint)(2 * keys.Length));
        MatrixView view = View(rows, keys.Length);
        store.Tables[0].Pull(keys, view, ChaosWork.Source, 0);
        List<string> wrong = [];
        for (int i = 0; i < keys.Length; i++)
            if (view[i, 0] != occurrences[keys[i]]) wrong.Add($"key {keys[i]} has {view[i, 0]}, occurred {occurrences[keys[i]]} times");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {keys.Length} keys: {string.Join("; ", wrong.Take(5))}");

        Parameter[] parameters = ChaosWork.Parameters();
        store.Blocks.Pull(parameters, ChaosWork.Source, 0);
        Assert.Equal(positions, (long)parameters[0].Values[0]);
        foreach (Parameter p in parameters) p.Dispose();
    }

    public static void AssertSame(Outcome expected, Outcome actual)
    {
        Assert.Equal(expected.Updates, actual.Updates);
        Assert.Equal(expected.Dense.Select(BitConverter.SingleToInt32Bits), actual.Dense.Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(expected.Tables.Count, actual.Tables.Count);
        for (int t = 0; t < expected.Tables.Count; t++)
            Assert.True(expected.Tables[t].AsSpan().SequenceEqual(actual.Tables[t]), $"Table {t} differs: {expected.Tables[t].Length} and {actual.Tables[t].Length} bytes.");
    }

    private static byte[] Bytes(IParameterTable table)
    {
        using MemoryStream stream = new();
        table.Save(stream);
        return stream.ToArray();
    }

    private static unsafe MatrixView View(NativeBuffer<float> buffer, int rows) => new(buffer.Pointer, rows, 2);
}
