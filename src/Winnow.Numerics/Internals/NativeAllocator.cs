using System.Runtime.InteropServices;

namespace Winnow.Numerics;

/// <summary>Aligned blocks outside the managed heap; large ones on huge pages where the system has them.</summary>
internal static unsafe partial class NativeAllocator
{
    /// <summary>One cache line, and the width of the widest vector register.</summary>
    internal const nuint LineBytes = 64;

    private const nuint HugePageBytes = 2u << 20;
    private const nuint HugeFromBytes = 4u << 20;
    private const int AdviseHugePage = 14;

    private static bool s_canAdvise = OperatingSystem.IsLinux();

    /// <summary>At least one line, so that the pointer of an empty buffer is valid and aligned too.</summary>
    internal static byte* Allocate(nuint bytes, bool zeroed)
    {
        bool huge = bytes >= HugeFromBytes;
        nuint alignment = huge ? HugePageBytes : LineBytes;
        byte* block = (byte*)NativeMemory.AlignedAlloc(Math.Max(bytes, LineBytes), alignment);
        if (huge) AdviseHuge(block, bytes);             // before the first touch, which decides the size of the page
        if (zeroed) NativeMemory.Clear(block, bytes);
        NativeMemoryUsage.Add((long)bytes);
        return block;
    }

    internal static void Free(void* block, nuint bytes)
    {
        if (block is null) return;
        NativeMemory.AlignedFree(block);
        NativeMemoryUsage.Add(-(long)bytes);
    }

    private static void AdviseHuge(byte* block, nuint bytes)
    {
        if (!s_canAdvise) return;
        try
        {
            _ = MemoryAdvise(block, bytes / HugePageBytes * HugePageBytes, AdviseHugePage);    // advice: failure costs speed only
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            s_canAdvise = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
