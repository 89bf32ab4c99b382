using System.Runtime.InteropServices;

namespace Winnow.Embeddings;

/// <summary>The first block of a saved shard: options, clock and sizes, as they lie in the memory of a little-endian machine.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct ShardHead
{
    private const ulong Magic = 0x0001_4C42_544E_4957;       // "WINTBL", version 1

    private ulong _magic;
    private ulong _seed;
    private long _timeToLive, _budgetBytes, _halfLife;
    private int _dimension, _zeroColumns, _precision, _admission, _cold, _stepsPerTick, _removals;
    private float _scale;
    private int _algorithm;
    private float _rate, _l1, _l2, _epsilon, _accumulator, _beta1, _beta2, _beta;
    private int _form;
    private float _lambda, _decay;
    private int _shard, _shards;
    private long _step, _pushes, _removed, _rows, _waiting;
    private long _admitted, _refused, _expired, _evicted, _applied, _dropped;

    internal readonly bool IsKnown => _magic == Magic;
    internal readonly long Rows => _rows;
    internal readonly long Waiting => _waiting;

    internal readonly SnapshotCut Cut => new(_step, _pushes, _removed, _rows, _waiting);

    internal readonly TableCounters Counters => new(_admitted, _refused, _expired, _evicted, _applied, _dropped);

    internal static ShardHead Of(TableShardOptions options, TableState state)
    {
        EmbeddingTableOptions t = options.Table;
        SparseOptimizerOptions o = options.Optimizer;
        TableCounters c = state.Counters;
        return new()
        {
            _magic = Magic, _seed = t.Seed, _timeToLive = t.TimeToLive, _budgetBytes = t.BudgetBytes, _halfLife = t.FrequencyHalfLife,
            _dimension = t.Dimension, _zeroColumns = t.ZeroColumns, _precision = (int)t.Precision, _admission = t.AdmissionThreshold,
            _cold = (int)t.Cold, _stepsPerTick = t.StepsPerTick, _removals = t.RemovalLogCapacity, _scale = t.InitialScale,
            _algorithm = (int)o.Algorithm, _rate = o.LearningRate, _l1 = o.L1, _l2 = o.L2, _epsilon = o.Epsilon,
            _accumulator = o.InitialAccumulator, _beta1 = o.Beta1, _beta2 = o.Beta2, _beta = o.Beta,
            _form = (int)options.Compensation.Form, _lambda = options.Compensation.Lambda, _decay = options.Compensation.MeanSquareDecay,
            _shard = options.Shard, _shards = options.Shards,
            _step = state.Step, _pushes = state.Pushes, _removed = state.Removed.Total, _rows = state.Rows.Count, _waiting = state.Waiting.Count,
            _admitted = c.Admitted, _refused = c.Refused, _expired = c.Expired, _evicted = c.Evicted,
            _applied = c.GradientsApplied, _dropped = c.GradientsDropped,
        };
    }

    /// <summary>The options, unchecked.</summary>
    internal readonly TableShardOptions Options(string name) => new()
    {
        Table = new()
        {
            Name = name, Dimension = _dimension, Seed = _seed, InitialScale = _scale, ZeroColumns = _zeroColumns,
            Precision = (RowPrecision)_precision, AdmissionThreshold = _admission, Cold = (ColdVector)_cold, TimeToLive = _timeToLive,
            BudgetBytes = _budgetBytes, FrequencyHalfLife = _halfLife, StepsPerTick = _stepsPerTick, RemovalLogCapacity = _removals,
        },
        Optimizer = new()
        {
            Algorithm = (SparseAlgorithm)_algorithm, LearningRate = _rate, L1 = _l1, L2 = _l2, Epsilon = _epsilon,
            InitialAccumulator = _accumulator, Beta1 = _beta1, Beta2 = _beta2, Beta = _beta,
        },
        Compensation = new() { Form = (DelayCompensationForm)_form, Lambda = _lambda, MeanSquareDecay = _decay },
        Shard = _shard, Shards = _shards,
    };

    /// <summary>What is impossible about clock and counters, or null.</summary>
    internal readonly string? ClockFault()
    {
        bool fine = _step is >= 0 and <= SnapshotCut.MostSteps && _pushes is >= 0 and <= SnapshotCut.MostSteps && _removed >= 0
            && _rows is >= 0 and < int.MaxValue && _waiting is >= 0 and < int.MaxValue
            && _admitted >= 0 && _refused >= 0 && _expired >= 0 && _evicted >= 0 && _applied >= 0 && _dropped >= 0;
        return fine ? null : $"a clock at {Cut} and counters {Counters}";
    }
}
