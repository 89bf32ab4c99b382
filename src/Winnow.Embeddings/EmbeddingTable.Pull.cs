using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Pulling: rows that exist in parallel; then the keys that have none, in the order of the batch; then new rows in
/// parallel again.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    /// <summary>A hint that says: this key had no row.</summary>
    internal const int NoRow = -1;

    /// <inheritdoc/>
    public void Pull(ReadOnlySpan<ulong> distinctKeys, Span<int> hints, MatrixView rows, PullMode mode)
    {
        CheckBatch("row", distinctKeys.Length, hints.Length, hintsOptional: mode == PullMode.Scoring, rows);
        int chunks = (distinctKeys.Length + ChunkKeys - 1) / ChunkKeys;
        fixed (ulong* keys = distinctKeys)
        fixed (int* h = hints)
        {
            PullJob job = new() { Table = this, Keys = keys, Count = distinctKeys.Length, Hints = hints.IsEmpty ? null : h, Rows = rows };
            if (mode == PullMode.Scoring)
            {
                _team.Run(ref job, chunks);
                return;
            }
            _misses.Resize(distinctKeys.Length);
            _chunks.Resize(chunks);
            job.Misses = _misses.Pointer;
            _team.Run(ref job, chunks);
            if (!Admit(keys, h, chunks)) return;
            StartJob start = new() { Table = this, Keys = keys, Hints = h, Rows = rows };
            _team.Run(ref start, chunks);
        }
    }

    private struct PullJob : IParallelJob
    {
        internal EmbeddingTable<TOptimizer> Table;
        internal ulong* Keys;
        internal int Count;
        internal int* Hints;            // or null
        internal int* Misses;           // null in scoring; else room for as many positions as there are keys
        internal MatrixView Rows;

        public readonly void Run(int chunk) => Table.PullChunk(this, chunk);
    }

    [SkipLocalsInit]
    private void PullChunk(in PullJob job, int chunk)
    {
        uint* located = stackalloc uint[KeyedRows.WaveKeys];
        int first = chunk * ChunkKeys, end = Math.Min(first + ChunkKeys, job.Count), misses = 0;
        for (int wave = first; wave < end; wave += KeyedRows.WaveKeys)
        {
            int count = Math.Min(KeyedRows.WaveKeys, end - wave);
            _rows.Locate(job.Keys + wave, count, located);
            _rows.Verify(job.Keys + wave, count, located);
            for (int i = 0; i < count; i++)
            {
                int at = wave + i;
                uint row = located[i];
                if (job.Hints is not null) job.Hints[at] = row == 0 ? NoRow : (int)row;
                if (row != 0) ReadVector(_rows.At(row), job.Rows.RowPointer(at));
                else if (job.Misses is null) FillCold(job.Keys[at], job.Rows.RowPointer(at));
                else job.Misses[first + misses++] = at;
            }
        }
        if (job.Misses is not null) _chunks[chunk].Misses = misses;
    }

    /// <summary>Decides in the order of the batch which keys get a row now; false if there were no keys without one.</summary>
    private bool Admit(ulong* keys, int* hints, int chunks)
    {
        long admitted = 0, refused = 0;
        bool any = false;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            int* misses = _misses.Pointer + chunk * ChunkKeys;
            int count = _chunks[chunk].Misses;
            any |= count > 0;
            for (int i = 0; i < count; i++)
            {
                ulong key = keys[misses[i]];
                if (key == 0 || !IsDue(key)) continue;
                int segment = KeyHash.Segment(KeyHash.Of(key));
                uint row = _rows.SegmentCount(segment) < _budget.RowsPerSegment ? AddRow(key) : 0;
                if (row == 0) refused++;
                else admitted++;
                hints[misses[i]] = row == 0 ? NoRow : (int)row;
            }
        }
        Counters = Counters with { Admitted = Counters.Admitted + admitted, Refused = Counters.Refused + refused };
        return any;
    }

    /// <summary>Counts a key without a row; true once it was seen often enough.</summary>
    private bool IsDue(ulong key)
    {
        if (_options.AdmissionThreshold == 1) return true;
        uint entry = _waiting.Find(key);
        if (entry == 0)
        {
            if (_waiting.SegmentCount(KeyHash.Segment(KeyHash.Of(key))) < _budget.WaitingPerSegment)
                _waiting.Add(key, RowMeta.Of(1, Tick));
            return false;
        }
        byte* row = _waiting.At(entry);
        uint meta = RowMeta.Touch(_waiting.MetaOf(row), Tick);
        _waiting.SetMeta(row, meta);
        return RowMeta.Frequency(meta) >= (uint)_options.AdmissionThreshold;
    }

    /// <summary>Gives a key its row, still without a vector. The step that admits it counts when its gradient arrives.</summary>
    private uint AddRow(ulong key)
    {
        if (_options.AdmissionThreshold > 1) _waiting.Remove(key);
        return _rows.Add(key, RowMeta.Of((uint)_options.AdmissionThreshold - 1, Tick));
    }

    private struct StartJob : IParallelJob
    {
        internal EmbeddingTable<TOptimizer> Table;
        internal ulong* Keys;
        internal int* Hints;
        internal MatrixView Rows;

        public readonly void Run(int chunk) => Table.StartChunk(this, chunk);
    }

    /// <summary>Fills the rows just added, and what the keys without one pull.</summary>
    private void StartChunk(in StartJob job, int chunk)
    {
        int* misses = _misses.Pointer + chunk * ChunkKeys;
        for (int i = 0; i < _chunks[chunk].Misses; i++)
        {
            int at = misses[i];
            float* target = job.Rows.RowPointer(at);
            if (job.Hints[at] == NoRow)
            {
                FillCold(job.Keys[at], target);
                continue;
            }
            _initial.Fill(job.Keys[at], target, _layout.Dimension);
            byte* row = _rows.At((uint)job.Hints[at]);
            new Span<byte>(row, _layout.PayloadBytes).Clear();
            if (_layout.Precision == RowPrecision.Float32) RowCodec.Copy(target, (float*)row, _layout.Dimension);
            else RowCodec.Narrow(target, (ushort*)row, _layout.Dimension, seed: 0);        // exact: rounded already
            _optimizer.Initialize(target, State(row), _layout.Dimension);
        }
    }

    private void FillCold(ulong key, float* target)
    {
        if (_options.Cold == ColdVector.Initial && key != 0) _initial.Fill(key, target, _layout.Dimension);
        else new Span<float>(target, _layout.Dimension).Clear();
    }
}
