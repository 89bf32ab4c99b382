using System.Runtime.InteropServices;
using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

/// <summary>Blocks of state in memory: a sink that collects them.</summary>
internal unsafe struct StateBuffer : IStateSink
{
    internal List<byte[]> Blocks;

    internal static StateBuffer Empty => new() { Blocks = [] };

    public readonly void Write(byte* block, long length) => Blocks.Add(new ReadOnlySpan<byte>(block, (int)length).ToArray());

    internal readonly byte[] Bytes => [.. Blocks.SelectMany(block => block)];
}

/// <summary>A source that reads collected blocks, each in native memory of its exact size.</summary>
internal unsafe struct StateReader(List<byte[]> blocks) : IStateSource, IDisposable
{
    private byte* _block;
    private int _at;

    public byte* Read(out long length)
    {
        NativeMemory.Free(_block);
        _block = null;
        length = 0;
        if (_at == blocks.Count) return null;
        byte[] next = blocks[_at++];
        length = next.Length;
        _block = (byte*)NativeMemory.Alloc((nuint)Math.Max(1, next.Length));
        next.CopyTo(new Span<byte>(_block, next.Length));
        return _block;
    }

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
