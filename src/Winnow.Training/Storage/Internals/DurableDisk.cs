using System.Runtime.InteropServices;

namespace Winnow.Training.Storage;

/// <summary>Forces files and directory entries to the disk, so that a rename is never ahead of the bytes it names.</summary>
internal static partial class DurableDisk
{
    /// <summary>Flushes every file below <paramref name="directory"/>, then every directory, innermost first.</summary>
    public static void FlushTree(string directory)
    {
        foreach (string inner in Directory.EnumerateDirectories(directory)) FlushTree(inner);
        foreach (string file in Directory.EnumerateFiles(directory))
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            stream.Flush(flushToDisk: true);
        }

        FlushDirectory(directory);
    }

    /// <summary>
    /// Flushes the entries of one directory. The runtime has no call for it, so this asks libc where there is one; elsewhere the
    /// file system orders renames itself (NTFS journals them), and nothing is done.
    /// </summary>
    public static void FlushDirectory(string directory)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) return;
        try
        {
            int descriptor = Open(directory, 0);
            if (descriptor < 0) return;
            _ = Sync(descriptor);
            _ = Close(descriptor);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // No libc by that name: renames are still atomic, only a power cut right after one may undo it.
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
