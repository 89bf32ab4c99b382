using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Pages of 64 KiB for index segments, cut from blocks that are large enough for huge pages. Returned pages are
/// reused and never given back to the system before <see cref="Dispose"/>.</summary>
internal sealed unsafe class PagePool : IDisposable
{
    internal const int PageBytes = 64 << 10;
    internal const int BlockBytes = 4 << 20;

    private readonly List<NativeBuffer<byte>> _blocks = [];
    private byte* _free;                // linked through the first word of each free page
    private long _freePages;

    /// <summary>Memory taken from the system.</summary>
    internal long TotalBytes => (long)_blocks.Count * BlockBytes;

    /// <summary>The part of it that nobody uses.</summary>
    internal long FreeBytes => _freePages * PageBytes;

    /// <summary>A page of zeros.</summary>
    internal byte* Rent()
    {
        if (_free is null) AddBlock();
        byte* page = _free;
        _free = *(byte**)page;
        _freePages--;
        NativeMemory.Clear(page, PageBytes);
        return page;
    }

    internal void Return(byte* page)
    {
        *(byte**)page = _free;
        _free = page;
        _freePages++;
    }

    public void Dispose()
    {
        foreach (NativeBuffer<byte> block in _blocks) block.Dispose();
        _blocks.Clear();
        _free = null;
        _freePages = 0;
    }

    private void AddBlock()
    {
        NativeBuffer<byte> block = new(BlockBytes, zeroed: false);
        _blocks.Add(block);
        for (int at = BlockBytes - PageBytes; at >= 0; at -= PageBytes) Return(block.Pointer + at);
    }
}
