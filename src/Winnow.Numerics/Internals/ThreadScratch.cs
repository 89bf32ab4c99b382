namespace Winnow.Numerics;

/// <summary>Working memory of the kernels, one set a thread, kept between calls and grown when a call needs more.</summary>
/// <remarks>Freed by the finaliser when the thread is gone: no span of it ever leaves a kernel, so nobody can still look.</remarks>
internal sealed unsafe class ThreadScratch
{
    [ThreadStatic]
    private static ThreadScratch? t_current;

    private readonly byte*[] _blocks = new byte*[Enum.GetValues<ScratchUse>().Length];
    private readonly nuint[] _sizes = new nuint[Enum.GetValues<ScratchUse>().Length];

    ~ThreadScratch()
    {
        for (int i = 0; i < _blocks.Length; i++) NativeAllocator.Free(_blocks[i], _sizes[i]);
    }

    /// <summary><paramref name="count"/> floats of unspecified contents, aligned to 64 bytes, until the next call for the same
    /// use on the same thread.</summary>
    internal static float* Floats(ScratchUse use, nuint count)
    {
        ThreadScratch scratch = t_current ??= new();
        nuint bytes = count * sizeof(float);
        return (float*)(bytes <= scratch._sizes[(int)use] ? scratch._blocks[(int)use] : scratch.Grow((int)use, bytes));
    }

    private byte* Grow(int use, nuint bytes)
    {
        bytes = Math.Max(bytes, _sizes[use] + _sizes[use] / 2);
        NativeAllocator.Free(_blocks[use], _sizes[use]);
        _blocks[use] = null;            // consistent if the next line throws
        _sizes[use] = 0;
        _blocks[use] = NativeAllocator.Allocate(bytes, zeroed: false);
        _sizes[use] = bytes;
        return _blocks[use];
    }
}

/// <summary>Who uses a block of <see cref="ThreadScratch"/>; two uses never share one.</summary>
internal enum ScratchUse
{
    /// <summary>Slabs of the left factor, packed by the thread that multiplies them.</summary>
    LeftSlabs,

    /// <summary>Panels of the right factor, packed by all threads into the memory of the caller.</summary>
    RightPanels,

    /// <summary>One tile that sticks out of the result.</summary>
    EdgeTile,

    /// <summary>A vector with gaps, gathered, or to be scattered.</summary>
    Gathered,

    /// <summary>The sums of one row of a sparse product.</summary>
    SparseSums,

    /// <summary>The columns of a sparse row that are not 0.</summary>
    SparseTouched,
}
