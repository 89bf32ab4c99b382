using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>The gradients of one part of a step, kept until the other parts have come: [keys, 8 bytes each | gradients].</summary>
internal sealed unsafe class Contribution : IDisposable
{
    private readonly NativeBuffer<byte> _bytes;

    /// <summary>A copy of keys and their gradients, or of one gradient where there are no keys.</summary>
    internal Contribution(ReadOnlySpan<ulong> keys, MatrixView gradients, int rows)
    {
        KeyCount = keys.Length;
        Floats = rows * gradients.Cols;
        _bytes = new NativeBuffer<byte>((nuint)Bytes(KeyCount, Floats), zeroed: false);
        keys.CopyTo(new Span<ulong>(Keys, KeyCount));
        for (int r = 0; r < rows; r++)
            new ReadOnlySpan<float>(gradients.RowPointer(r), gradients.Cols).CopyTo(new Span<float>(Gradients + (nint)r * gradients.Cols, gradients.Cols));
    }

    internal Contribution(int keyCount, int floats, byte* bytes)
    {
        KeyCount = keyCount;
        Floats = floats;
        _bytes = new NativeBuffer<byte>((nuint)Bytes(keyCount, floats), zeroed: false);
        Buffer.MemoryCopy(bytes, _bytes.Pointer, (long)_bytes.ByteLength, Bytes(keyCount, floats));
    }

    internal int KeyCount { get; }

    /// <summary>Numbers in all gradients together.</summary>
    internal int Floats { get; }

    internal ulong* Keys => (ulong*)_bytes.Pointer;
    internal float* Gradients => (float*)(_bytes.Pointer + (nint)KeyCount * sizeof(ulong));
    internal byte* Block => _bytes.Pointer;
    internal long ByteLength => Bytes(KeyCount, Floats);

    internal static long Bytes(long keys, long floats) => keys * sizeof(ulong) + floats * sizeof(float);

    internal Contribution Copy() => new(KeyCount, Floats, Block);

    public void Dispose() => _bytes.Dispose();
}
