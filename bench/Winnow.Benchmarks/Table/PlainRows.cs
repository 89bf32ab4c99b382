using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>What a table is measured against: plain prefetching loops over the very same memory (rows, index lines, huge
/// pages), which know beforehand where everything is. No hashing, no comparing, no checking.</summary>
internal sealed unsafe class PlainRows : IDisposable
{
    private const int Chunk = 4096;
    private const int Ahead = 32;       // found best among 8, 16, 24, 32, 48, 64 on the machine of the committed results

    private readonly KeyedRows _rows;
    private readonly NativeBuffer<nint> _slots;     // for each key the address of its row number in the index
    private readonly NativeBuffer<uint> _numbers;   // for each key its row number
    private readonly int _count;

    internal PlainRows(KeyedRows rows, ReadOnlySpan<ulong> keys)
    {
        _rows = rows;
        _count = keys.Length;
        _slots = new((nuint)keys.Length);
        _numbers = new((nuint)keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            uint row = rows.Find(keys[i]);
            _numbers[(nuint)i] = row;
            _slots[(nuint)i] = (nint)SlotOf(KeyHash.Of(keys[i]), row);
        }
    }

    /// <summary>Reads the index line and the row of the keys [first, first + count) and copies 16 floats of each.</summary>
    internal void Pull(int first, int count, MatrixView target, WorkerTeam team)
    {
        PullJob job = new() { Owner = this, First = first, Count = count, Target = target };
        team.Run(ref job, (count + Chunk - 1) / Chunk);
    }

    /// <summary>Reads and writes the row of the keys [first, first + count): 16 floats and the accumulator behind them.</summary>
    internal void Push(int first, int count, MatrixView gradients, WorkerTeam team)
    {
        PushJob job = new() { Owner = this, First = first, Count = count, Gradients = gradients };
        team.Run(ref job, (count + Chunk - 1) / Chunk);
    }

    public void Dispose()
    {
        _slots.Dispose();
        _numbers.Dispose();
    }

    private uint* SlotOf(ulong hash, uint row)
    {
        for (uint distance = 0; ; distance++)
        {
            Bucket* bucket = _rows.Index.At(hash, distance);
            for (int slot = 0; slot < Bucket.Slots; slot++)
                if (bucket->Rows[slot] == row) return bucket->Rows + slot;
        }
    }

    private struct PullJob : IParallelJob
    {
        internal PlainRows Owner;
        internal int First, Count;
        internal MatrixView Target;

        public readonly void Run(int chunk) => Owner.PullChunk(First, chunk * Chunk, Math.Min((chunk + 1) * Chunk, Count), Target);
    }

    private struct PushJob : IParallelJob
    {
        internal PlainRows Owner;
        internal int First, Count;
        internal MatrixView Gradients;

        public readonly void Run(int chunk) => Owner.PushChunk(First, chunk * Chunk, Math.Min((chunk + 1) * Chunk, Count), Gradients);
    }

    private void PullChunk(int first, int from, int end, MatrixView target)
    {
        nint* slots = _slots.Pointer + first;
        int stride = _rows.Layout.Stride;
        bool half = _rows.Layout.Precision == RowPrecision.BFloat16;
        for (int i = from - 2 * Ahead; i < end; i++)
        {
            if (i + 2 * Ahead < end) Prefetch((byte*)slots[i + 2 * Ahead]);
            if (i + Ahead >= from && i + Ahead < end) PrefetchRow(_rows.At(*(uint*)slots[i + Ahead]), stride);
            if (i < from) continue;
            byte* row = _rows.At(*(uint*)slots[i]);
            if (half) Vector256.Load((float*)row).Store(target.RowPointer(i));
            else Vector512.Load((float*)row).Store(target.RowPointer(i));
        }
    }

    private void PushChunk(int first, int from, int end, MatrixView gradients)
    {
        uint* numbers = _numbers.Pointer + first;
        int stride = _rows.Layout.Stride, state = _rows.Layout.StateOffset;
        bool half = _rows.Layout.Precision == RowPrecision.BFloat16;
        for (int i = from - Ahead; i < end; i++)
        {
            if (i + Ahead < end) PrefetchRow(_rows.At(numbers[i + Ahead]), stride);
            if (i < from) continue;
            byte* row = _rows.At(numbers[i]);
            float* gradient = gradients.RowPointer(i);
            if (half) (Vector256.Load((uint*)row) ^ Vector256.Load((uint*)gradient)).Store((uint*)row);
            else (Vector512.Load((float*)row) - Vector512.Load(gradient)).Store((float*)row);
            *(float*)(row + state) += 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRow(byte* row, int stride)
    {
        Prefetch(row);
        Prefetch(row + stride - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(byte* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }
}
