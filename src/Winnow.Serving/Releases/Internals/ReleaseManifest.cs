using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>Checks the files of a release against its manifest.</summary>
internal static class ReleaseManifest
{
    /// <summary>Larger files are mapped; without being asked to, their length alone is checked.</summary>
    private const long SmallBytes = 1 << 20;

    /// <exception cref="StorageException">A file is missing, cut short or changed; the message names it.</exception>
    public static void Verify(string directory, bool fully) => FileManifest.Verify(directory, fully ? long.MaxValue : SmallBytes);
}
