namespace Winnow.Training.Storage;

/// <summary>
/// Writes a directory so that a reader sees the old one or the new one, whole, whatever moment the process or the machine dies at.
/// The files are written aside under <c>NAME.partial</c>, listed with length and checksum in <c>manifest.json</c>, flushed to the
/// disk, and the directory is renamed into place. A directory being replaced stands aside as <c>NAME.old</c> for the moment between
/// the two renames; <see cref="Recover"/> puts it back when that moment was the last.
/// </summary>
public static class AtomicDirectory
{
    internal const string PartialSuffix = ".partial";

    private const string OldSuffix = ".old";

    /// <summary>Writes the directory <paramref name="path"/>, replacing what is there.</summary>
    /// <param name="path">The directory to come into being; its parent is created when missing.</param>
    /// <param name="fill">Writes the files into the directory whose path it is given.</param>
    /// <exception cref="StorageException">The disk is full, the place cannot be written, … ; what was there before is untouched.</exception>
    public static void Write(string path, Action<string> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string partial = path + PartialSuffix;
        try
        {
            Recover(path);
            Directory.CreateDirectory(partial);
            fill(partial);
            FileManifest.Write(partial);
            DurableDisk.FlushTree(partial);
            Replace(path, partial);
        }
        catch (Exception e) when (IsDiskFault(e))
        {
            throw new StorageException($"{path} could not be written: {e.Message} What was there before is untouched. "
                + "Make room or choose another directory, then run again.", e);
        }
        finally
        {
            TryDelete(partial);
        }
    }

    /// <summary>Where to read a directory from: itself, or the one that stands aside because a writer died between its two renames.</summary>
    /// <param name="path">The directory as it was given to <see cref="Write"/>. Nothing on the disk is changed.</param>
    /// <exception cref="StorageException">There is no such directory.</exception>
    public static string Find(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(path)) return path;
        if (Directory.Exists(path + OldSuffix)) return path + OldSuffix;
        throw new StorageException($"{path} is not there. Name a directory that `winnow train` wrote.");
    }

    /// <summary>Clears away what a killed writer left: drops a half-written directory, puts back a directory that stood aside.</summary>
    /// <param name="path">The directory as it was given to <see cref="Write"/>.</param>
    public static void Recover(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(path + PartialSuffix)) Directory.Delete(path + PartialSuffix, recursive: true);
        if (!Directory.Exists(path + OldSuffix)) return;
        if (Directory.Exists(path)) Directory.Delete(path + OldSuffix, recursive: true);
        else Directory.Move(path + OldSuffix, path);
    }

    /// <summary>Deletes the directory so that a reader never sees half of it: it is renamed first.</summary>
    /// <param name="path">The directory; nothing happens when it is not there.</param>
    public static void Delete(string path)
    {
        path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!Directory.Exists(path)) return;
        string aside = path + PartialSuffix;
        if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        Directory.Move(path, aside);
        Directory.Delete(aside, recursive: true);
    }

    /// <summary>A full or read-only disk, or, as the runtime words it with an argument exception, a file too large for its file system.</summary>
    private static bool IsDiskFault(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    private static void Replace(string path, string partial)
    {
        string parent = Path.GetDirectoryName(path)!;
        bool replaces = Directory.Exists(path);
        if (replaces) Directory.Move(path, path + OldSuffix);
        Directory.Move(partial, path);
        DurableDisk.FlushDirectory(parent);
        if (replaces) Directory.Delete(path + OldSuffix, recursive: true);
    }

    private static void TryDelete(string directory)
    {
        try
        {
            if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The fault being reported is the one that matters; Recover removes the rest before the next write.
        }
    }
}
