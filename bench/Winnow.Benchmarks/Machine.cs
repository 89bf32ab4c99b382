using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Winnow.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>For people: processor, cores, vectors, runtime, system.</summary>
    internal static string Description =>
        $"{Processor}, {Environment.ProcessorCount} cores, {VectorBits}-bit vectors, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";

    /// <summary>For a directory name: processor and cores.</summary>
    internal static string FolderName
    {
        get
        {
            IEnumerable<char> letters = $"{Processor} {Environment.ProcessorCount} cores".Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-');
            return string.Join('-', new string([.. letters]).ToLowerInvariant().Split('-', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    /// <summary>Threads that wanted to run during the last minute, ours included: far above the number of cores, absolute
    /// figures say little and only ratios count. Null where the system does not tell.</summary>
    internal static string? Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : null;

    private static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    private static string Processor
    {
        get
        {
            const string Path = "/proc/cpuinfo";
            string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
            return line?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
