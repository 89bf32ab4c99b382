using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Pushing: each row is found by its hint, updated in place, and marked as seen now.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    private const ulong RoundingSalt = 0x9E37_79B9_7F4A_7C15;

    private readonly NativeList<float> _decoded = new();        // one vector a chunk, where rows are not float32

    /// <inheritdoc/>
    public int Push(ReadOnlySpan<ulong> distinctKeys, ReadOnlySpan<int> hints, MatrixView gradients)
    {
        CheckBatch("gradient", distinctKeys.Length, hints.Length, hintsOptional: true, gradients);
        int chunks = (distinctKeys.Length + ChunkKeys - 1) / ChunkKeys;
        _chunks.Resize(chunks);
        if (_layout.Precision != RowPrecision.Float32) _decoded.Resize(chunks * _layout.Dimension);
        _state.Pushes++;
        fixed (ulong* keys = distinctKeys)
        fixed (int* h = hints)
        {
            PushJob job = new()
            {
                Table = this, Optimizer = _optimizer, Keys = keys, Count = distinctKeys.Length, Hints = hints.IsEmpty ? null : h,
                Gradients = gradients, Tick = Tick, Salt = KeyHash.Of(_options.Seed ^ ((ulong)_state.Pushes * RoundingSalt)),
            };
            job.Optimizer.Begin(_learningRate, _state.Pushes);
            Team.Run(ref job, chunks);
        }
        return SumUpPush(chunks);
    }

    private int SumUpPush(int chunks)
    {
        int firstBad = -1, applied = 0, dropped = 0;
        foreach (ChunkResult result in _chunks.Span)
        {
            if (firstBad < 0) firstBad = result.FirstBad;
            applied += result.Applied;
            dropped += result.Dropped;
        }
        Counters = Counters with
        {
            GradientsApplied = Counters.GradientsApplied + applied,
            GradientsDropped = Counters.GradientsDropped + dropped,
        };
        return firstBad;
    }

    /// <summary>What a chunk of a pull or push reports; added up in the order of the chunks.</summary>
    private struct ChunkResult
    {
        internal int Misses, FirstBad, Applied, Dropped;
    }

    private struct PushJob : IParallelJob
    {
        internal EmbeddingTable<TOptimizer> Table;
        internal TOptimizer Optimizer;
        internal ulong* Keys;
        internal int Count;
        internal int* Hints;            // or null
        internal MatrixView Gradients;
        internal uint Tick;
        internal ulong Salt;            // of stochastic rounding

        public void Run(int chunk) => Table.PushChunk(ref this, chunk);
    }

    private void PushChunk(ref PushJob job, int chunk)
    {
        int first = chunk * ChunkKeys, count = Math.Min(ChunkKeys, job.Count - first);
        PushVisitor visitor = new()
        {
            Optimizer = job.Optimizer, Layout = _layout, Keys = job.Keys + first, Gradients = job.Gradients.RowPointer(first),
            Stride = job.Gradients.Stride, Tick = job.Tick, Salt = job.Salt, FirstBad = int.MaxValue,
            Decoded = _layout.Precision == RowPrecision.Float32 ? null : _decoded.Pointer + (nint)chunk * _layout.Dimension,
        };
        if (job.Hints is null) _state.Rows.Visit(job.Keys + first, count, ref visitor);
        else _state.Rows.VisitHinted(job.Keys + first, job.Hints + first, count, ref visitor);
        _chunks[chunk] = new()
        {
            Applied = count - visitor.Dropped,
            Dropped = visitor.Dropped,
            FirstBad = visitor.FirstBad == int.MaxValue ? -1 : first + visitor.FirstBad,
        };
    }

    private struct PushVisitor : IRowVisitor
    {
        internal TOptimizer Optimizer;
        internal RowLayout Layout;
        internal ulong* Keys;
        internal float* Gradients, Decoded;     // Decoded: scratch for one vector, null for float32
        internal float* Compensated, Pulled;    // Compensated: scratch for one gradient, null where none is compensated
        internal nint PulledStride;
        internal int MeanSquareOffset;
        internal GradientCompensator Compensation;
        internal nint Stride;
        internal uint Tick;
        internal ulong Salt;
        internal int FirstBad, Dropped;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Found(int position, uint number, byte* row)
        {
            float* gradient = Gradients + position * Stride, state = (float*)(row + Layout.StateOffset);
            if (!FiniteCheck.AllFinite(gradient, Layout.Dimension))
            {
                FirstBad = Math.Min(FirstBad, position);
                return;
            }
            if (Compensated is not null && !Compensate(position, row, ref gradient))
            {
                Dropped++;              // seen in the counters: a correction beyond float32 is a run that diverges
                return;
            }
            if (Decoded is null)
            {
                Optimizer.Update((float*)row, state, gradient, Layout.Dimension);
            }
            else
            {
                RowCodec.Widen((ushort*)row, Decoded, Layout.Dimension);
                Optimizer.Update(Decoded, state, gradient, Layout.Dimension);
                RowCodec.Narrow(Decoded, (ushort*)row, Layout.Dimension, RowCodec.RoundingSeed(Keys[position], Salt));
            }
            uint* meta = (uint*)(row + Layout.MetaOffset);
            *meta = RowMeta.Touch(*meta, Tick);
        }

        public void Missing(int position) => Dropped++;

        /// <summary>Corrects a gradient for what others did to the row since it was pulled; false if nothing finite comes of it.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        private readonly bool Compensate(int position, byte* row, ref float* gradient)
        {
            float* vector = (float*)row, meanSquare = (float*)(row + MeanSquareOffset);
            if (Decoded is not null)
            {
                RowCodec.Widen((ushort*)row, Decoded, Layout.Dimension);
                vector = Decoded;
            }
            Compensation.Apply(gradient, vector, Pulled + position * PulledStride, meanSquare, Compensated, Layout.Dimension);
            gradient = Compensated;
            return FiniteCheck.AllFinite(Compensated, Layout.Dimension);
        }
    }
}
