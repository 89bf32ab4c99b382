using System.Reflection;

namespace Winnow.Training;

/// <summary>Which build of the library this is.</summary>
public static class LibraryVersion
{
    /// <summary>Version and source revision: <c>0.1.0+27d4789…</c>.</summary>
    public static string Full { get; } =
        typeof(LibraryVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The source revision; empty when the build did not know it.</summary>
    public static string Commit { get; } = Full.Contains('+', StringComparison.Ordinal) ? Full[(Full.IndexOf('+', StringComparison.Ordinal) + 1)..] : "";
}
