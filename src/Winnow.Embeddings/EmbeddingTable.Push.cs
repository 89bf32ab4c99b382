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
        _pushes++;
        fixed (ulong* keys = distinctKeys)
        fixed (int* h = hints)
        {
            PushJob job = new()
            {
                Table = this, Optimizer = _optimizer, Keys = keys, Count = distinctKeys.Length, Hints = hints.IsEmpty ? null : h,
                Gradients = gradients, Tick = Tick, Salt = KeyHash.Of(_options.Seed ^ ((ulong)_pushes * RoundingSalt)),
            };
            job.Optimizer.Begin(_learningRate, _pushes);
            _team.Run(ref job, chunks);
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

    [SkipLocalsInit]
    private void PushChunk(ref PushJob job, int chunk)
    {
        uint* located = stackalloc uint[KeyedRows.WaveKeys];
        int first = chunk * ChunkKeys, end = Math.Min(first + ChunkKeys, job.Count);
        ChunkResult result = new() { FirstBad = -1 };
        float* decoded = _decoded.Pointer + (nint)chunk * _layout.Dimension;
        if (job.Hints is not null) PrefetchHinted(job.Hints + first, Math.Min(KeyedRows.WaveKeys, end - first));
        for (int wave = first; wave < end; wave += KeyedRows.WaveKeys)
        {
            int count = Math.Min(KeyedRows.WaveKeys, end - wave);
            if (job.Hints is null)
            {
                _rows.Locate(job.Keys + wave, count, located);
                _rows.Verify(job.Keys + wave, count, located);
            }
            else
            {
                PrefetchHinted(job.Hints + wave + count, Math.Min(KeyedRows.WaveKeys, end - wave - count));
                _rows.Resolve(job.Keys + wave, job.Hints + wave, count, located);
            }
            for (int i = 0; i < count; i++)
            {
                int at = wave + i;
                float* gradient = job.Gradients.RowPointer(at);
                if (located[i] == 0) result.Dropped++;
                else if (FiniteCheck.AllFinite(gradient, _layout.Dimension)) Update(ref job, job.Keys[at], _rows.At(located[i]), gradient, decoded);
                else if (result.FirstBad < 0) result.FirstBad = at;
            }
        }
        result.Applied = end - first - result.Dropped;
        _chunks[chunk] = result;
    }

    private void PrefetchHinted(int* hints, int count)
    {
        for (int i = 0; i < count; i++)
            if ((uint)hints[i] - 1 < _rows.Count) _rows.PrefetchRow((uint)hints[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Update(ref PushJob job, ulong key, byte* row, float* gradient, float* decoded)
    {
        if (_layout.Precision == RowPrecision.Float32)
        {
            job.Optimizer.Update((float*)row, State(row), gradient, _layout.Dimension);
        }
        else
        {
            RowCodec.Widen((ushort*)row, decoded, _layout.Dimension);
            job.Optimizer.Update(decoded, State(row), gradient, _layout.Dimension);
            RowCodec.Narrow(decoded, (ushort*)row, _layout.Dimension, RowCodec.RoundingSeed(key, job.Salt));
        }
        _rows.SetMeta(row, RowMeta.Touch(_rows.MetaOf(row), job.Tick));
    }
}
