using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>The part of an embedding table that one node of a parameter server holds: rows, clock, and which updates were applied.</summary>
/// <remarks>An update does exactly what pulling for training, pushing and advancing do to an <see cref="IEmbeddingTable"/>; so the shards of a table
/// together hold, bit for bit, what one table in one process would hold. One thread at a time. Nothing that can be observed depends on where rows
/// lie in memory, so that a replica that was sent a copy goes on exactly as the original.</remarks>
public sealed unsafe partial class TableShard : IDisposable
{
    /// <summary>Most keys of an update or a pull.</summary>
    public const int MostKeys = 1 << 20;

    /// <summary>Most steps of <see cref="Sweep"/>.</summary>
    public const long MostSweepSteps = 1 << 20;

    private readonly IShardTable _table;
    private readonly TableState _state;
    private readonly AppliedPositions _applied = new();
    private readonly PendingSteps _pending = new();
    private readonly GradientSum _sum = new();
    private readonly byte[] _name;

    /// <summary>An empty shard.</summary>
    /// <param name="options">Which part of which table.</param>
    /// <param name="team">The threads it works on; stays with the caller.</param>
    /// <exception cref="ArgumentException">Some option is outside its legal range; the message names all that are.</exception>
    public TableShard(TableShardOptions options, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(team);
        options.Validate();
        Options = options;
        _name = System.Text.Encoding.UTF8.GetBytes(options.Table.Name);
        _table = EmbeddingTables.Create(options.Table, options.Optimizer, team, options.Compensation, keepsRemovals: false);
        _state = _table.State;
        Team = team;
    }

    /// <summary>What the shard was made of.</summary>
    public TableShardOptions Options { get; }

    /// <summary>The table inside: for reading and for its counters; whoever changes it past the shard is on his own.</summary>
    public IEmbeddingTable Table => _table;

    /// <summary>Number of rows.</summary>
    public long Count => _state.Rows.Count;

    /// <summary>Number of keys that wait for admission.</summary>
    public long WaitingCount => _state.Waiting.Count;

    /// <summary>Clock, pushes, removals and sizes.</summary>
    public SnapshotCut Cut => _state.Cut;

    /// <summary>Steps of which some parts have come and others have not.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Bytes taken from the system.</summary>
    public long MemoryBytes => _table.Memory.TotalBytes + _applied.TotalBytes + _pending.TotalBytes + _sum.TotalBytes + _segmentRows.TotalBytes;

    private WorkerTeam Team { get; }

    private bool Compensates => Options.Compensation.Form != DelayCompensationForm.None;

    /// <summary>Number of steps of a run all parts of which are applied, counted from step 0 without a gap.</summary>
    /// <param name="source">The run; 0 steps if it is unknown.</param>
    public long StepsApplied(ulong source) => _applied.Parts(source) is var parts && parts > 0 ? _applied.Watermark(source) / parts : 0;

    /// <summary>Reads the vectors of keys without changing anything.</summary>
    /// <param name="keys">[n], n at most <see cref="MostKeys"/>, each at most once (0 excepted) and of this shard.</param>
    /// <param name="rows">At least n rows of exactly the dimension: receives the vectors.</param>
    /// <param name="isScoring">Whether keys without a row pull the cold vector; else what a training step would see now.</param>
    /// <exception cref="ArgumentException">Lengths or shapes do not fit, or a key belongs to another shard.</exception>
    public void Pull(ReadOnlySpan<ulong> keys, MatrixView rows, bool isScoring = false)
    {
        CheckKeys(keys);
        _table.Pull(keys, [], rows, isScoring ? PullMode.Scoring : PullMode.Preview);
    }

    /// <summary>Counts keys, admits those that are due, updates their rows, and moves the clock on by a step.</summary>
    /// <param name="tag">Which piece of work this is; a repeat changes nothing.</param>
    /// <param name="keys">[n], n at most <see cref="MostKeys"/>, each at most once (0 excepted) and of this shard; n may be 0.</param>
    /// <param name="gradients">At least n rows of exactly the dimension: ∂loss/∂vector.</param>
    /// <param name="pulled">The rows the gradients were computed at, same shape; read only if the shard compensates late gradients.</param>
    /// <param name="nonFinite">−1, or the position of a key whose gradient, or whose sum of gradients, holds NaN or ±∞: then nothing was changed.</param>
    /// <returns>What became of it; <see cref="UpdateOutcome.Duplicate"/> too if it was refused.</returns>
    /// <exception cref="ArgumentException">Lengths or shapes do not fit, a key belongs to another shard, or the position lies too far ahead:
    /// 65,536 positions, and 4 steps where steps have parts. Nothing was changed.</exception>
    public UpdateOutcome Push(in UpdateTag tag, ReadOnlySpan<ulong> keys, MatrixView gradients, MatrixView pulled, out int nonFinite)
    {
        nonFinite = -1;
        CheckUpdate(tag, keys, gradients, pulled);
        if (_applied.Contains(tag.Source, tag.Position)) return UpdateOutcome.Duplicate;
        nonFinite = FirstNonFinite(keys.Length, gradients);
        if (nonFinite < 0 && Compensates) nonFinite = FirstNonFinite(keys.Length, pulled);
        if (nonFinite >= 0) return UpdateOutcome.Duplicate;
        if (tag.Parts > 1) return Contribute(tag, keys, gradients, out nonFinite);
        Apply(tag, keys, gradients, pulled);
        Mark(tag, tag.Position);
        return UpdateOutcome.Applied;
    }

    /// <summary>Moves the clock on without an update: rows whose time is over or that exceed the byte budget are removed.</summary>
    /// <param name="steps">0 … <see cref="MostSweepSteps"/>.</param>
    public void Sweep(long steps)
    {
        if (steps is < 0 or > MostSweepSteps) Throw.SweepSteps(steps);
        for (long step = 0; step < steps; step++) _table.Advance();
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        _table.Dispose();
        _applied.Dispose();
        _pending.Dispose();
        _sum.Dispose();
        _segmentRows.Dispose();
    }

    private UpdateOutcome Contribute(in UpdateTag tag, ReadOnlySpan<ulong> keys, MatrixView gradients, out int nonFinite)
    {
        nonFinite = -1;
        PendingStep? step = _pending.Find(tag.Source, tag.Step);
        if (step?[tag.Part] is not null) return UpdateOutcome.Duplicate;
        if (step is not null && step.Rate != tag.LearningRate) Throw.RatesDiffer(tag, step.Rate);
        step ??= _pending.Begin(tag);
        step.Add(tag.Part, new Contribution(keys, gradients, keys.Length));
        if (!step.IsComplete) return UpdateOutcome.Waiting;
        _sum.Compute(step, _table.Dimension);
        nonFinite = FirstNonFinite(_sum.Count, _sum.Gradients);
        if (nonFinite >= 0)
        {
            nonFinite = Math.Max(0, keys.IndexOf(_sum.Keys[nonFinite]));
            step.TakeBack(tag.Part);
            return UpdateOutcome.Duplicate;
        }
        Apply(tag, _sum.Keys, _sum.Gradients, default);
        Mark(tag, tag.Step * tag.Parts);
        _pending.Remove(step);
        return UpdateOutcome.Applied;
    }

    private void Apply(in UpdateTag tag, ReadOnlySpan<ulong> keys, MatrixView gradients, MatrixView pulled)
    {
        _table.LearningRate = tag.LearningRate;
        _table.Apply(keys, gradients, pulled);
        _table.Advance();
    }

    private void Mark(in UpdateTag tag, long first)
    {
        _applied.Mark(tag.Source, first, tag.Parts, tag.Parts, out ulong? forgotten);
        if (forgotten is not null) _pending.Forget(forgotten.Value);
    }

    private void CheckUpdate(in UpdateTag tag, ReadOnlySpan<ulong> keys, MatrixView gradients, MatrixView pulled)
    {
        tag.Validate();
        UpdateWindow.Check(tag, _applied);
        if (Compensates && tag.Parts > 1) Throw.CompensatedParts($"Table '{_table.Name}'", tag.Parts);
        CheckKeys(keys);
        CheckBlock("gradient", keys.Length, gradients);
        if (Compensates) CheckBlock("pulled row", keys.Length, pulled);
    }

    private void CheckBlock(string what, int keys, MatrixView block)
    {
        if (keys > 0 && (block.Rows < keys || block.Cols != _table.Dimension)) Throw.BlockShape(what, block.Rows, block.Cols, keys, _table.Dimension);
    }

    private void CheckKeys(ReadOnlySpan<ulong> keys)
    {
        if (keys.Length > MostKeys) Throw.TooManyShardKeys(keys.Length);
        if (Options.Shards == 1) return;
        int foreign = FirstForeign(keys);
        if (foreign >= 0) Throw.ForeignKey(foreign, TableShardOptions.ShardOf(keys[foreign], Options.Shards), Options.Shard, Options.Shards);
    }

    /// <summary>The position of the first key of another shard, or −1. Key 0 belongs to all.</summary>
    private int FirstForeign(ReadOnlySpan<ulong> keys)
    {
        for (int i = 0; i < keys.Length; i++)
            if (keys[i] != 0 && TableShardOptions.ShardOf(keys[i], Options.Shards) != Options.Shard) return i;
        return -1;
    }

    private static int FirstNonFinite(int count, MatrixView block)
    {
        for (int i = 0; i < count; i++)
            if (!FiniteCheck.AllFinite(block.RowPointer(i), block.Cols)) return i;
        return -1;
    }
}
