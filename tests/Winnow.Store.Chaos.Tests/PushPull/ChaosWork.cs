using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Store.Chaos.Tests.PushPull;

/// <summary>What a worker does for a position: like a training step, but without a model. A function of the position and of what it pulls.</summary>
/// <remarks>The table 'counts' counts: each update adds exactly 1 to the first number of each of its keys, so a lost or doubled update is seen in
/// any mode. The table 'learnt' and the block 'weights' learn from what was pulled, so that any disorder is seen in their last bit.</remarks>
internal sealed class ChaosWork : IDisposable
{
    public const ulong Source = 4_711;
    private const int KeysOfTable = 1_500, KeysAPosition = 48, CountsDimension = 2, LearntDimension = 8, WeightsLength = 96;
    private const float Rate = 0.5f;

    private readonly NativeBuffer<float> _rows = new(KeysAPosition * LearntDimension), _gradients = new(KeysAPosition * LearntDimension);
    private readonly ulong[] _keys = new ulong[KeysAPosition];
    private readonly float[] _pulled = new float[1 + WeightsLength], _gradient = new float[WeightsLength];
    private readonly Parameter[] _parameters = Parameters();

    /// <summary>The run.</summary>
    public static ParameterStoreLayout Layout(string run, int shards, PositionQueueOptions queue) => new()
    {
        Run = run, Source = Source, Shards = shards, Queue = queue,
        Tables =
        [
            new TableShardOptions
            {
                Table = new EmbeddingTableOptions { Name = "counts", Dimension = CountsDimension, ZeroColumns = CountsDimension },
                Optimizer = new SparseOptimizerOptions { Algorithm = SparseAlgorithm.Sgd },
            },
            new TableShardOptions { Table = new EmbeddingTableOptions { Name = "learnt", Dimension = LearntDimension, Seed = 5, AdmissionThreshold = 2 } },
        ],
        Blocks =
        [
            new DenseBlockOptions { Name = "counted", Length = 1, Optimizer = null },
            new DenseBlockOptions { Name = "weights", Length = WeightsLength },
        ],
    };

    /// <summary>What the dense parameters start with.</summary>
    public static IReadOnlyList<ReadOnlyMemory<float>> Values { get; } = [new float[1], Enumerable.Range(0, WeightsLength).Select(i => i / 100f).ToArray()];

    /// <summary>Dense parameters to pull into.</summary>
    public static Parameter[] Parameters() => [new("counted", new Shape(1, 1)), new("weights", new Shape(1, WeightsLength))];

    /// <summary>The keys of a position, each once, in ascending order.</summary>
    public static void Keys(long position, Span<ulong> keys)
    {
        Random random = new((int)(position * 7_919 % int.MaxValue));
        HashSet<ulong> chosen = [];
        while (chosen.Count < keys.Length) chosen.Add(1 + (ulong)random.Next(KeysOfTable));
        int i = 0;
        foreach (ulong key in chosen.Order()) keys[i++] = key;
    }

    /// <summary>How often each key was in one of the first positions.</summary>
    public static Dictionary<ulong, int> Occurrences(long positions)
    {
        Dictionary<ulong, int> occurrences = [];
        ulong[] keys = new ulong[KeysAPosition];
        for (long p = 0; p < positions; p++)
        {
            Keys(p, keys);
            foreach (ulong key in keys) occurrences[key] = occurrences.GetValueOrDefault(key) + 1;
        }
        return occurrences;
    }

    /// <summary>Pulls, computes, pushes and commits one position.</summary>
    /// <param name="store">The worker's own connection.</param>
    /// <param name="position">The position.</param>
    /// <param name="mayGoOn">Asked between any two calls; false: the worker is dead, and the method returns at once.</param>
    /// <returns>False if it died.</returns>
    public bool Do(IParameterStore store, long position, Func<bool> mayGoOn)
    {
        PositionQueueOptions queue = store.Layout.Queue;
        long step = queue.Parts > 1 ? position / queue.Parts : 0;       // asynchronous workers take what is there
        UpdateTag tag = new(Source, position, queue.Parts, Rate);
        Keys(position, _keys);
        store.Blocks.Pull(_parameters, Source, step);
        CopyDense();
        if (!mayGoOn()) return false;
        for (int table = 0; table < store.Tables.Count; table++)
        {
            if (!PushTable(store, table, tag, step, mayGoOn)) return false;
        }
        _parameters[0].Values[0] += 1;      // whoever has no optimiser subtracts the difference: the server's number grows by 1
        PullTowardsZero(_parameters[1].Values, _gradient, position);
        _parameters[1].SetGradient(_gradient);
        store.Blocks.Push(tag, _parameters, _pulled);
        if (!mayGoOn()) return false;
        store.Commit();
        return mayGoOn();
    }

    public void Dispose()
    {
        _rows.Dispose();
        _gradients.Dispose();
        foreach (Parameter p in _parameters) p.Dispose();
    }

    private bool PushTable(IParameterStore store, int table, in UpdateTag tag, long step, Func<bool> mayGoOn)
    {
        int dimension = store.Tables[table].Options.Table.Dimension;
        MatrixView rows = View(_rows, dimension), gradients = View(_gradients, dimension);
        store.Tables[table].Pull(_keys, rows, Source, step);
        if (!mayGoOn()) return false;
        for (int i = 0; i < KeysAPosition; i++)
        {
            if (table == 0) (gradients[i, 0], gradients[i, 1]) = (-1 / Rate, 0);
            else PullTowardsZero(rows.Row(i), gradients.Row(i), tag.Position + (long)_keys[i]);
        }
        int bad = store.Tables[table].Push(tag, _keys, gradients, default);
        return bad < 0 ? mayGoOn() : throw new InvalidOperationException($"Position {tag.Position}: the gradient of key {_keys[bad]} was called non-finite.");
    }

    private static void PullTowardsZero(ReadOnlySpan<float> values, Span<float> gradient, long noise)
    {
        for (int i = 0; i < values.Length; i++) gradient[i] = 0.1f * values[i] + ((noise * 31 + i * 17) % 101 - 50) / 1_000f;
    }

    private void CopyDense()
    {
        _pulled[0] = _parameters[0].Values[0];
        _parameters[1].Values.CopyTo(_pulled.AsSpan(1));
    }

    private static unsafe MatrixView View(NativeBuffer<float> buffer, int dimension) => new(buffer.Pointer, KeysAPosition, dimension);
}
