using System.Diagnostics;

namespace Winnow.Serving.Tests.Trust;

/// <summary>A real file system with room for so many bytes, in memory; unmounted afterwards. Needs the right to mount.</summary>
internal sealed class TinyDisk : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    private TinyDisk() => Directory.CreateDirectory(Path);

    public string Path => _place["disk"];

    /// <summary>Mounts one; null where that is not allowed.</summary>
    public static TinyDisk? TryMount(int kibibytes)
    {
        TinyDisk disk = new();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", disk.Path)) return disk;
        disk._place.Dispose();
        return null;
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        using FileStream ballast = new(System.IO.Path.Combine(Path, "ballast"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            byte[] block = new byte[1024];
            while (true) ballast.Write(block);
        }
        catch (IOException)
        {
            return;                                             // full
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Path, "ballast"));

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _place.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;                                       // no such program
        }
    }
}

/// <summary>A test that mounts a disk; it is skipped, and says so, where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TinyDiskFactAttribute : FactAttribute
{
    private static readonly bool s_isPossible = IsPossible();

    public TinyDiskFactAttribute() => Skip = s_isPossible ? null : "Mounting a tmpfs is not allowed here: the full disk was tested with a stream that has no room only.";

    private static bool IsPossible()
    {
        using TinyDisk? disk = TinyDisk.TryMount(64);
        return disk is not null;
    }
}
