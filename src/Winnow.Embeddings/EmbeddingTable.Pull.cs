using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Pulling: rows that exist in parallel; then the keys that have none, in the order of the batch; then new rows in
/// parallel again.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    /// <summary>A hint that says: this key had no row.</summary>
    internal const int NoRow = -1;

    private const int ManyNewKeys = 1 << 16;

    /// <inheritdoc/>
    public void Pull(ReadOnlySpan<ulong> distinctKeys, Span<int> hints, MatrixView rows, PullMode mode)
    {
        CheckBatch("row", distinctKeys.Length, hints.Length, hintsOptional: mode != PullMode.Training, rows);
        int chunks = (distinctKeys.Length + ChunkKeys - 1) / ChunkKeys;
        fixed (ulong* keys = distinctKeys)
        fixed (int* h = hints)
        {
            PullJob job = new() { Table = this, Keys = keys, Count = distinctKeys.Length, Hints = hints.IsEmpty ? null : h, Rows = rows };
            if (mode == PullMode.Training)
            {
                _chunks.Resize(chunks);
                job.Chunks = _chunks.Pointer;
            }
            if (mode == PullMode.Preview)
            {
                Preview(job, chunks);
                return;
            }
            Team.Run(ref job, chunks);
            if (mode == PullMode.Training && Admit(job, chunks)) Start(job, chunks);
        }
    }

    private struct PullJob : IParallelJob
    {
        internal EmbeddingTable<TOptimizer> Table;
        internal ulong* Keys;
        internal int Count;
        internal int* Hints;            // or null
        internal ChunkResult* Chunks;   // null in scoring
        internal MatrixView Rows;

        public readonly void Run(int chunk) => Table.PullChunk(this, chunk);
    }

    private void Start(in PullJob job, int chunks)
    {
        StartJob start = new() { Pull = job };
        Team.Run(ref start, chunks);
    }

    private struct StartJob : IParallelJob
    {
        internal PullJob Pull;

        public readonly void Run(int chunk) => Pull.Table.StartChunk(Pull, chunk);
    }

    private void PullChunk(in PullJob job, int chunk)
    {
        int first = chunk * ChunkKeys, count = Math.Min(ChunkKeys, job.Count - first);
        PullVisitor visitor = Puller(job, first);
        _state.Rows.Visit(job.Keys + first, count, ref visitor);
        if (job.Chunks is not null) job.Chunks[chunk].Misses = visitor.Misses;
    }

    private PullVisitor Puller(in PullJob job, int first) => new()
    {
        Table = this, Keys = job.Keys + first, Hints = job.Hints is null ? null : job.Hints + first,
        Target = job.Rows.RowPointer(first), Stride = job.Rows.Stride, Dimension = _layout.Dimension,
        IsFloat32 = _layout.Precision == RowPrecision.Float32, IsScoring = job.Chunks is null,
    };

    private struct PullVisitor : IRowVisitor
    {
        internal EmbeddingTable<TOptimizer> Table;
        internal ulong* Keys;
        internal int* Hints;
        internal float* Target;
        internal nint Stride;
        internal int Dimension, Misses;
        internal bool IsFloat32, IsScoring;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Found(int position, uint number, byte* row)
        {
            if (Hints is not null) Hints[position] = (int)number;
            if (IsFloat32) RowCodec.Copy((float*)row, Target + position * Stride, Dimension);
            else RowCodec.Widen((ushort*)row, Target + position * Stride, Dimension);
        }

        public void Missing(int position)
        {
            Misses++;
            if (Hints is not null) Hints[position] = NoRow;
            if (IsScoring) Table.FillCold(Keys[position], Target + position * Stride);
        }
    }

    /// <summary>Decides in the order of the batch which keys get a row now; false if no key was without one.</summary>
    private bool Admit(in PullJob job, int chunks)
    {
        long admitted = 0, refused = 0;
        bool any = false;
        ReserveFor(job, chunks);
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            if (job.Chunks[chunk].Misses == 0) continue;
            any = true;
            for (int at = chunk * ChunkKeys, end = Math.Min(at + ChunkKeys, job.Count); at < end; at++)
            {
                if (job.Hints[at] != NoRow || job.Keys[at] == 0 || !IsDue(job.Keys[at])) continue;
                uint row = AddRow(job.Keys[at]);
                if (row == 0) refused++;
                else admitted++;
                job.Hints[at] = row == 0 ? NoRow : Started(row);
            }
        }
        Counters = Counters with { Admitted = Counters.Admitted + admitted, Refused = Counters.Refused + refused };
        return any;
    }

    /// <summary>Makes room for very many new keys at once: those of <see cref="DistinctKeys"/> come nearly in hash order, and
    /// would crowd into the first buckets of segments that are still small.</summary>
    private void ReserveFor(in PullJob job, int chunks)
    {
        long misses = 0;
        for (int chunk = 0; chunk < chunks; chunk++) misses += job.Chunks[chunk].Misses;
        if (misses < ManyNewKeys) return;
        uint* expected = stackalloc uint[SegmentIndex.Segments];
        new Span<uint>(expected, SegmentIndex.Segments).Clear();
        for (int at = 0; at < job.Count; at++)
            if (job.Hints[at] == NoRow) expected[KeyHash.Segment(KeyHash.Of(job.Keys[at]))]++;
        (KeyedRows store, uint limit) = _options.AdmissionThreshold == 1
            ? (_state.Rows, _budget.RowsPerSegment)
            : (_state.Waiting, _budget.WaitingPerSegment);
        for (int segment = 0; segment < SegmentIndex.Segments; segment++)
            store.Reserve(segment, Math.Min(expected[segment], limit - Math.Min(limit, store.SegmentCount(segment))));
    }

    /// <summary>Between admission and start, the hint of a new row is −1 − row; its own inverse.</summary>
    private static int Started(uint row) => -1 - (int)row;

    /// <summary>Counts a key without a row; true once it was seen often enough.</summary>
    private bool IsDue(ulong key)
    {
        if (_options.AdmissionThreshold == 1) return true;
        uint entry = _state.Waiting.Find(key);
        if (entry == 0)
        {
            // A key listed twice has its row by now, and must not wait as well.
            if (_state.Waiting.SegmentCount(KeyHash.Segment(KeyHash.Of(key))) < _budget.WaitingPerSegment && _state.Rows.Find(key) == 0)
                _state.Waiting.Add(key, RowMeta.Of(1, Tick));
            return false;
        }
        byte* row = _state.Waiting.At(entry);
        uint meta = RowMeta.Touch(_state.Waiting.MetaOf(row), Tick);
        _state.Waiting.SetMeta(row, meta);
        return RowMeta.Frequency(meta) >= (uint)_options.AdmissionThreshold;
    }

    /// <summary>Gives a key its row, still without a vector; 0 if its segment is full. The step that admits it counts when its
    /// gradient arrives.</summary>
    private uint AddRow(ulong key)
    {
        if (_state.Rows.SegmentCount(KeyHash.Segment(KeyHash.Of(key))) >= _budget.RowsPerSegment) return 0;
        if (_options.AdmissionThreshold > 1) _state.Waiting.Remove(key);
        return _state.Rows.Add(key, RowMeta.Of((uint)_options.AdmissionThreshold - 1, Tick));
    }

    /// <summary>Fills the rows just added, and what the keys without one pull.</summary>
    private void StartChunk(in PullJob job, int chunk)
    {
        if (job.Chunks[chunk].Misses == 0) return;
        for (int at = chunk * ChunkKeys, end = Math.Min(at + ChunkKeys, job.Count); at < end; at++)
        {
            if (job.Hints[at] > 0) continue;
            float* target = job.Rows.RowPointer(at);
            if (job.Hints[at] == NoRow)
            {
                FillCold(job.Keys[at], target);
                continue;
            }
            job.Hints[at] = Started((uint)job.Hints[at]);
            _initial.Fill(job.Keys[at], target, _layout.Dimension);
            StartRow(_state.Rows.At((uint)job.Hints[at]), target);
        }
    }

    private void StartRow(byte* row, float* vector)
    {
        new Span<byte>(row, _layout.PayloadBytes).Clear();
        if (_layout.Precision == RowPrecision.Float32) RowCodec.Copy(vector, (float*)row, _layout.Dimension);
        else RowCodec.Narrow(vector, (ushort*)row, _layout.Dimension, seed: 0);        // exact: rounded already
        _optimizer.Initialize(vector, State(row), _layout.Dimension);
    }

    private void FillCold(ulong key, float* target)
    {
        if (_options.Cold == ColdVector.Initial && key != 0) _initial.Fill(key, target, _layout.Dimension);
        else new Span<float>(target, _layout.Dimension).Clear();
    }
}
