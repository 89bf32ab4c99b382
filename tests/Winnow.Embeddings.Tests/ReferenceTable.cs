using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

/// <summary>What a table does, said in the plainest way: dictionaries, sorted lists, one row at a time.</summary>
internal sealed unsafe class ReferenceTable(EmbeddingTableOptions options, SparseOptimizerOptions optimizerOptions)
{
    private sealed class Row
    {
        internal float[] Vector = [], State = [];
        internal long Seen, LastTick;
    }

    private readonly Dictionary<ulong, Row> _rows = [], _waiting = [];
    private readonly ISparseOptimizer _optimizer = optimizerOptions.Algorithm switch
    {
        SparseAlgorithm.Sgd => new SparseSgd(optimizerOptions),
        SparseAlgorithm.Adagrad => new SparseAdagrad(optimizerOptions),
        SparseAlgorithm.RowWiseAdagrad => new RowWiseAdagrad(optimizerOptions),
        SparseAlgorithm.LazyAdam => new LazyAdam(optimizerOptions),
        _ => new Ftrl(optimizerOptions),
    };
    private long _step, _pushes;

    internal IReadOnlyCollection<ulong> Keys => _rows.Keys;
    internal int Waiting => _waiting.Count;

    private BudgetPlan Budget { get; } = new(options, new RowLayout(options.Dimension, options.Precision, StateFloats(optimizerOptions, options.Dimension)));
    private long Tick => _step / options.StepsPerTick;

    internal float[] Train(ulong key)
    {
        if (key == 0) return new float[options.Dimension];
        if (_rows.TryGetValue(key, out Row? row)) return row.Vector;
        if (options.AdmissionThreshold > 1 && Count(key) < options.AdmissionThreshold) return Cold(key);
        if (CountIn(_rows, key) >= Budget.RowsPerSegment) return Cold(key);
        _waiting.Remove(key);
        row = new() { Vector = Initial(key), State = new float[StateFloats(optimizerOptions, options.Dimension)], Seen = options.AdmissionThreshold - 1, LastTick = Tick };
        fixed (float* v = row.Vector, s = row.State) _optimizer.Initialize(v, s, options.Dimension);
        _rows.Add(key, row);
        return row.Vector;
    }

    internal float[] Score(ulong key) =>
        key == 0 ? new float[options.Dimension] : _rows.TryGetValue(key, out Row? row) ? row.Vector : Cold(key);

    internal void Push(ulong[] keys, float[][] gradients, float learningRate)
    {
        _pushes++;
        _optimizer.Begin(learningRate, _pushes);
        for (int i = 0; i < keys.Length; i++)
        {
            if (!_rows.TryGetValue(keys[i], out Row? row)) continue;
            row.Vector = [.. row.Vector];
            fixed (float* v = row.Vector, s = row.State, g = gradients[i]) _optimizer.Update(v, s, g, options.Dimension);
            if (options.Precision == RowPrecision.BFloat16) Round(keys[i], row.Vector);
            row.Seen = Math.Min(row.Seen + 1, 4095);
            row.LastTick = Tick;
        }
    }

    internal void Advance()
    {
        _step++;
        if (options.TimeToLive > 0)
        {
            long round = Math.Max(1, options.TimeToLive / 8), lifetime = (options.TimeToLive + options.StepsPerTick - 1) / options.StepsPerTick;
            HashSet<long> visited = [];
            for (long v = (_step - 1) * 256 / round; v < _step * 256 / round; v++) visited.Add(v % 256);
            foreach (Dictionary<ulong, Row> store in (Dictionary<ulong, Row>[])[_rows, _waiting])
                foreach (ulong key in store.Keys.Where(k => visited.Contains(Segment(k)) && Tick - store[k].LastTick >= lifetime).ToList()) store.Remove(key);
        }
        if (options.BudgetBytes == 0) return;
        Shrink(_rows, Budget.RowsPerSegment);
        Shrink(_waiting, Budget.WaitingPerSegment);
    }

    private void Shrink(Dictionary<ulong, Row> store, uint limit)
    {
        foreach (IGrouping<int, ulong> segment in store.Keys.GroupBy(Segment).ToList())
        {
            if (segment.Count() <= BudgetPlan.High(limit, segment.Key)) continue;
            List<ulong> order = [.. segment.OrderBy(Frequency).ThenByDescending(k => Tick - store[k].LastTick).ThenBy(KeyHash.Of)];
            foreach (ulong key in order[..(int)(order.Count - BudgetPlan.Low(limit, segment.Key))]) store.Remove(key);
        }

        long Frequency(ulong key) => options.FrequencyHalfLife == 0
            ? store[key].Seen
            : store[key].Seen >> (int)Math.Min(31, (Tick - store[key].LastTick) / (options.FrequencyHalfLife / options.StepsPerTick));
    }

    private long Count(ulong key)
    {
        if (!_waiting.TryGetValue(key, out Row? row))
        {
            if (CountIn(_waiting, key) >= Budget.WaitingPerSegment) return 0;
            _waiting.Add(key, row = new());
        }
        row.LastTick = Tick;
        return ++row.Seen;
    }

    private float[] Cold(ulong key) => options.Cold == ColdVector.Initial ? Initial(key) : new float[options.Dimension];

    private float[] Initial(ulong key)
    {
        float[] vector = new float[options.Dimension];
        fixed (float* v = vector) new InitialVector(options).Fill(key, v, options.Dimension);
        return vector;
    }

    private void Round(ulong key, float[] vector)
    {
        ushort[] stored = new ushort[vector.Length];
        ulong salt = KeyHash.Of(options.Seed ^ unchecked((ulong)_pushes * 0x9E37_79B9_7F4A_7C15));
        fixed (float* v = vector)
        fixed (ushort* s = stored)
        {
            RowCodec.Narrow(v, s, vector.Length, RowCodec.RoundingSeed(key, salt));
            RowCodec.Widen(s, v, vector.Length);
        }
    }

    private int CountIn(Dictionary<ulong, Row> store, ulong key) =>
        options.BudgetBytes == 0 ? 0 : store.Keys.Count(k => Segment(k) == Segment(key));

    private static int Segment(ulong key) => KeyHash.Segment(KeyHash.Of(key));

    private static int StateFloats(SparseOptimizerOptions options, int dimension) => options.Algorithm switch
    {
        SparseAlgorithm.Sgd => 0,
        SparseAlgorithm.RowWiseAdagrad => 1,
        SparseAlgorithm.Adagrad => dimension,
        _ => 2 * dimension,
    };
}
