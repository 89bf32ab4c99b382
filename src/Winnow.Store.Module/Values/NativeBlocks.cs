using System.Runtime.InteropServices;
using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>Blocks kept until all have come.</summary>
internal sealed unsafe class NativeBlocks : IDisposable
{
    private readonly List<(nint Start, long Length)> _blocks = [];

    /// <summary>Number of blocks.</summary>
    internal int Count => _blocks.Count;

    /// <summary>Keeps a copy of a block.</summary>
    internal void Add(ReadOnlySpan<byte> block)
    {
        void* copy = NativeMemory.Alloc((nuint)Math.Max(block.Length, 1));
        block.CopyTo(new Span<byte>(copy, block.Length));
        _blocks.Add(((nint)copy, block.Length));
    }

    /// <summary>The blocks, in the order they came.</summary>
    internal Reader Read() => new(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((nint start, _) in _blocks) NativeMemory.Free((void*)start);
        _blocks.Clear();
    }

    /// <summary>Hands out the blocks one after another.</summary>
    internal struct Reader(NativeBlocks blocks) : IStateSource
    {
        private int _next;

        /// <inheritdoc/>
        public byte* Read(out long length)
        {
            length = 0;
            if (_next == blocks._blocks.Count) return null;
            (nint start, length) = blocks._blocks[_next++];
            return (byte*)start;
        }
    }
}
