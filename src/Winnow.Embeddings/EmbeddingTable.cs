using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Embedding vectors in the memory of this process: unbounded 64-bit keys without collisions, optimiser state beside
/// each vector, admission, eviction, snapshots.</summary>
/// <typeparam name="TOptimizer">The rule that updates rows.</typeparam>
/// <remarks>
/// A row is one place in memory: [vector | optimiser state | key, 8 B | frequency and last tick, 4 B], all parts without gaps.
/// Its size is S = ⌈vector⌉₄ + 4 · state floats + 12 bytes, and with the index a row takes S + 10.5 bytes on average (S + 12
/// at worst): 16 numbers with row-wise Adagrad take 90.5 B in float32 and 58.5 B in bfloat16.
/// <para>A row touches one cache line of the index and the one to two lines it lies on itself; look-ups keep 64 such misses in
/// flight. Growth moves index entries only, 1/256 of them at a time, so no call pauses for it.</para>
/// <para>Threads: one writer; between steps any number of threads may pull for scoring. Everything that can be observed,
/// evictions and snapshot bytes included, is a function of the calls made, the same for any number of threads, and goes on
/// unchanged after a snapshot was loaded.</para>
/// </remarks>
public sealed unsafe partial class EmbeddingTable<TOptimizer> : IShardTable where TOptimizer : struct, ISparseOptimizer
{
    private const int ChunkKeys = 1024;

    private readonly EmbeddingTableOptions _options;
    private readonly TOptimizer _optimizer;
    private readonly RowLayout _layout;
    private readonly InitialVector _initial;
    private readonly GradientCompensator _compensation;
    private readonly BudgetPlan _budget;
    private readonly TableState _state;
    private readonly NativeList<ChunkResult> _chunks = new();
    private readonly NativeList<SegmentRow> _segmentRows = new();

    private float _learningRate;
    private bool _disposed;

    /// <summary>An empty table.</summary>
    /// <param name="options">What the table does.</param>
    /// <param name="optimizer">How its rows learn.</param>
    /// <param name="learningRate">Start of <see cref="LearningRate"/>.</param>
    /// <param name="team">The threads it works on; stays with the caller.</param>
    /// <exception cref="ArgumentException">Some option is outside its legal range; the message names all that are.</exception>
    public EmbeddingTable(EmbeddingTableOptions options, TOptimizer optimizer, float learningRate, WorkerTeam team)
        : this(options, optimizer, learningRate, team, DelayCompensation.None, keepsRemovals: true)
    {
    }

    /// <summary>A table whose gradients may come late, or that never writes deltas and so need not remember what was removed.</summary>
    internal EmbeddingTable(
        EmbeddingTableOptions options, TOptimizer optimizer, float learningRate, WorkerTeam team, DelayCompensation compensation, bool keepsRemovals)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(team);
        options.Validate();
        _options = options;
        _optimizer = optimizer;
        _compensation = new(compensation);
        Team = team;
        LearningRate = learningRate;
        _layout = new RowLayout(options.Dimension, options.Precision, StateFloats(options, optimizer, compensation));
        _initial = new InitialVector(options);
        _budget = new BudgetPlan(options, _layout);
        _state = new TableState(_layout, keepsRemovals ? _budget.RemovalLogCapacity : 0);
    }

    /// <summary>The options the table was made with.</summary>
    public EmbeddingTableOptions Options => _options;

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public int Dimension => _options.Dimension;

    /// <inheritdoc/>
    public long Count => _state.Rows.Count;

    /// <summary>Number of keys that wait for admission.</summary>
    public long WaitingCount => _state.Waiting.Count;

    /// <inheritdoc/>
    public long Step { get => _state.Step; private set => _state.Step = value; }

    /// <inheritdoc/>
    public float LearningRate
    {
        get => _learningRate;
        set => _learningRate = value > 0 && float.IsFinite(value) ? value : Throw.LearningRate(value);
    }

    /// <inheritdoc/>
    public TableCounters Counters { get => _state.Counters; private set => _state.Counters = value; }

    /// <inheritdoc/>
    public TableMemory Memory => new(
        Rows: _state.Rows.RowBytes - _state.Rows.FreeRowBytes, FreeRows: _state.Rows.FreeRowBytes,
        Index: _state.Rows.IndexBytes - _state.Rows.FreeIndexBytes, FreeIndex: _state.Rows.FreeIndexBytes,
        WaitingRows: _state.Waiting.RowBytes - _state.Waiting.FreeRowBytes, FreeWaitingRows: _state.Waiting.FreeRowBytes,
        WaitingIndex: _state.Waiting.IndexBytes, RemovalLog: _state.Removed.TotalBytes,
        Scratch: _chunks.TotalBytes + _segmentRows.TotalBytes + _decoded.TotalBytes + _hints.TotalBytes
            + _state.Rows.ScratchBytes + _state.Waiting.ScratchBytes);

    /// <summary>The rows, for benchmarks that read the same memory without the table.</summary>
    internal KeyedRows Rows => _state.Rows;

    /// <summary>The threads the table works on; benchmarks change it.</summary>
    internal WorkerTeam Team { get; set; }

    private uint Tick => (uint)(Step / _options.StepsPerTick);

    /// <inheritdoc/>
    public bool Contains(ulong key)
    {
        CheckUsable();
        return key != 0 && _state.Rows.Find(key) != 0;
    }

    /// <inheritdoc/>
    public bool TryFindNonFinite(out ulong key)
    {
        CheckUsable();
        _decoded.Resize(_layout.Dimension);
        float* vector = _decoded.Pointer;
        for (int segment = 0; segment < SegmentIndex.Segments; segment++)
        {
            _state.Rows.GatherInHashOrder(segment, _segmentRows);
            foreach (SegmentRow entry in _segmentRows.Span)
            {
                byte* row = _state.Rows.At(entry.Row);
                ReadVector(row, vector);
                key = KeyHash.KeyOf(entry.Hash);
                if (!FiniteCheck.AllFinite(vector, _layout.Dimension) || !FiniteCheck.AllFinite(State(row), _layout.StateFloats)) return true;
            }
        }
        key = 0;
        return false;
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _state.Dispose();
        _chunks.Dispose();
        _segmentRows.Dispose();
        _decoded.Dispose();
        _hints.Dispose();
    }

    private static int StateFloats(EmbeddingTableOptions options, TOptimizer optimizer, DelayCompensation compensation) =>
        optimizer.StateFloats(options.Dimension) + (compensation.Form == DelayCompensationForm.Adaptive ? options.Dimension : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* State(byte* row) => (float*)(row + _layout.StateOffset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ReadVector(byte* row, float* target)
    {
        if (_layout.Precision == RowPrecision.Float32) RowCodec.Copy((float*)row, target, _layout.Dimension);
        else RowCodec.Widen((ushort*)row, target, _layout.Dimension);
    }

    private void CheckBatch(string what, int keys, int hints, bool hintsOptional, MatrixView block)
    {
        CheckUsable();
        if (hints != keys && !(hintsOptional && hints == 0)) Throw.LengthsDiffer("hints", hints, keys);
        if (block.Rows < keys || block.Cols != Dimension) Throw.BlockShape(what, block.Rows, block.Cols, keys, Dimension);
    }

    private void CheckUsable()
    {
        if (_disposed) Throw.TableDisposed(Name);
        if (_broken) Throw.TableBroken(Name);
    }
}
