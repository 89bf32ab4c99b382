using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Pages of 64 KiB for index segments, cut from blocks that are an eighth of what there is, up to a size that is large enough for huge
/// pages: so a small index takes little more than it needs. Returned pages are reused and never given back to the system before
/// <see cref="Dispose"/>.</summary>
internal sealed unsafe class PagePool : IDisposable
{
    internal const int PageBytes = 64 << 10;
    internal const int BlockBytes = 4 << 20;                // at most
    private const int LeastPages = 2, Share = 8;

    private readonly List<NativeBuffer<byte>> _blocks = [];
    private byte* _free;                // linked through the first word of each free page
    private long _freePages;

    /// <summary>Memory taken from the system.</summary>
    internal long TotalBytes { get; private set; }

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
        _freePages = TotalBytes = 0;
    }

    private void AddBlock()
    {
        int bytes = (int)Math.Clamp(TotalBytes / PageBytes / Share, LeastPages, BlockBytes / PageBytes) * PageBytes;
        NativeBuffer<byte> block = new((nuint)bytes, zeroed: false);
        _blocks.Add(block);
        TotalBytes += bytes;
        for (int at = bytes - PageBytes; at >= 0; at -= PageBytes) Return(block.Pointer + at);
    }
}
