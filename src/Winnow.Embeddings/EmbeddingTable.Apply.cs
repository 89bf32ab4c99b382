using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>A training pull and a push in one walk, for whoever has the gradients already: rows that exist are found and updated; then the keys
/// that have none are counted and admitted in the order of the batch; then new rows are started and updated.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    private readonly NativeList<int> _hints = new();

    /// <inheritdoc/>
    TableState IShardTable.State => _state;

    /// <inheritdoc/>
    string IShardTable.OptimizerName => _optimizer.Name;

    /// <inheritdoc/>
    void IShardTable.Apply(ReadOnlySpan<ulong> keys, MatrixView gradients, MatrixView pulled)
    {
        int chunks = (keys.Length + ChunkKeys - 1) / ChunkKeys;
        _hints.Resize(keys.Length);
        _chunks.Resize(chunks);
        _decoded.Resize(chunks * 2 * _layout.Dimension);
        _state.Pushes++;
        fixed (ulong* k = keys)
        {
            ApplyJob job = new()
            {
                Table = this,
                Pull = new() { Table = this, Keys = k, Count = keys.Length, Hints = _hints.Pointer, Chunks = _chunks.Pointer },
                Gradients = gradients, Pulled = pulled, Optimizer = _optimizer,
                Salt = KeyHash.Of(_options.Seed ^ ((ulong)_state.Pushes * RoundingSalt)),
            };
            job.Optimizer.Begin(_learningRate, _state.Pushes);
            Team.Run(ref job, chunks);
            job.StartsNew = true;
            if (Admit(job.Pull, chunks)) Team.Run(ref job, chunks);
        }
        _ = SumUpPush(chunks);
    }

    private struct ApplyJob : IParallelJob
    {
        internal EmbeddingTable<TOptimizer> Table;
        internal TOptimizer Optimizer;
        internal PullJob Pull;
        internal MatrixView Gradients, Pulled;
        internal ulong Salt;
        internal bool StartsNew;        // the second walk: only over rows that were just admitted

        public void Run(int chunk)
        {
            if (StartsNew) Table.StartAndUpdate(ref this, chunk);
            else Table.UpdateFound(ref this, chunk);
        }
    }

    private void UpdateFound(ref ApplyJob job, int chunk)
    {
        int first = chunk * ChunkKeys, count = Math.Min(ChunkKeys, job.Pull.Count - first);
        int misses = IsPlain ? VisitPlain(ref job, first, count) : VisitAny(ref job, chunk, first, count);
        _chunks[chunk] = new() { Misses = misses, Applied = count - misses, Dropped = misses, FirstBad = -1 };
    }

    /// <summary>Whether rows can be updated where they lie.</summary>
    private bool IsPlain => _layout.Precision == RowPrecision.Float32 && _compensation.Form == DelayCompensationForm.None;

    private int VisitPlain(ref ApplyJob job, int first, int count)
    {
        PlainVisitor visitor = new()
        {
            Optimizer = job.Optimizer, Gradients = job.Gradients.RowPointer(first), Stride = job.Gradients.Stride, Hints = job.Pull.Hints + first,
            StateOffset = _layout.StateOffset, MetaOffset = _layout.MetaOffset, Dimension = _layout.Dimension, Tick = Tick,
        };
        _state.Rows.Visit(job.Pull.Keys + first, count, ref visitor);
        return visitor.Misses;
    }

    private int VisitAny(ref ApplyJob job, int chunk, int first, int count)
    {
        ApplyVisitor visitor = new() { Update = Updater(ref job, chunk), Hints = job.Pull.Hints + first };
        _state.Rows.Visit(job.Pull.Keys + first, count, ref visitor);
        return visitor.Misses;
    }

    private PushVisitor Updater(ref ApplyJob job, int chunk)
    {
        int first = chunk * ChunkKeys;
        float* scratch = _decoded.Pointer + (nint)chunk * 2 * _layout.Dimension;
        return new()
        {
            Optimizer = job.Optimizer, Layout = _layout, Keys = job.Pull.Keys + first, Gradients = job.Gradients.RowPointer(first),
            Stride = job.Gradients.Stride, Tick = Tick, Salt = job.Salt, FirstBad = int.MaxValue,
            Decoded = _layout.Precision == RowPrecision.Float32 ? null : scratch,
            Compensation = _compensation,
            Compensated = _compensation.Form == DelayCompensationForm.None ? null : scratch + _layout.Dimension,
            Pulled = _compensation.Form == DelayCompensationForm.None ? null : job.Pulled.RowPointer(first), PulledStride = job.Pulled.Stride,
            MeanSquareOffset = _layout.KeyOffset - _layout.Dimension * sizeof(float),
        };
    }

    private struct PlainVisitor : IRowVisitor
    {
        internal TOptimizer Optimizer;
        internal float* Gradients;
        internal nint Stride;
        internal int* Hints;
        internal int StateOffset, MetaOffset, Dimension, Misses;
        internal uint Tick;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Found(int position, uint number, byte* row)
        {
            Hints[position] = (int)number;
            Optimizer.Update((float*)row, (float*)(row + StateOffset), Gradients + position * Stride, Dimension);
            uint* meta = (uint*)(row + MetaOffset);
            *meta = RowMeta.Touch(*meta, Tick);
        }

        public void Missing(int position)
        {
            Hints[position] = NoRow;
            Misses++;
        }
    }

    private struct ApplyVisitor : IRowVisitor
    {
        internal PushVisitor Update;
        internal int* Hints;
        internal int Misses;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Found(int position, uint number, byte* row)
        {
            Hints[position] = (int)number;
            Update.Found(position, number, row);
        }

        public void Missing(int position)
        {
            Hints[position] = NoRow;
            Misses++;
        }
    }

    private void StartAndUpdate(ref ApplyJob job, int chunk)
    {
        if (job.Pull.Chunks[chunk].Misses == 0) return;
        int first = chunk * ChunkKeys, count = Math.Min(ChunkKeys, job.Pull.Count - first), started = 0;
        PushVisitor update = Updater(ref job, chunk);
        float* vector = _decoded.Pointer + (nint)chunk * 2 * _layout.Dimension;
        for (int i = 0; i < count; i++)
        {
            if (job.Pull.Hints[first + i] >= NoRow) continue;
            byte* row = _state.Rows.At((uint)Started((uint)job.Pull.Hints[first + i]));
            _initial.Fill(job.Pull.Keys[first + i], vector, _layout.Dimension);
            StartRow(row, vector);
            update.Found(i, 0, row);
            started++;
        }
        _chunks[chunk].Applied += started;
        _chunks[chunk].Dropped -= started;
    }
}
