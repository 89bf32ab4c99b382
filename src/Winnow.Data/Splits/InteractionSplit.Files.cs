namespace Winnow.Data;

public sealed partial record InteractionSplit
{
    /// <summary>Saves the split as a folder of its own: <c>split.json</c> and tab-separated files, gzipped, that name users and items by
    /// their ids.</summary>
    /// <param name="directory">Folder to make; one that holds a split is replaced.</param>
    /// <exception cref="IOException">The disk is full, the folder holds something else, …; what was there before stays.</exception>
    /// <exception cref="ArgumentException">An id is empty, so that no file could name it.</exception>
    /// <remarks>The files are written aside, flushed to disk and renamed together.</remarks>
    public void Save(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        SplitFolder.Write(this, Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
    }

    /// <summary>Loads a split that <see cref="Save"/> wrote: the same parts, with the same fingerprint.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InvalidSplitException">The folder holds no split, one of another version, or one that was damaged or changed.</exception>
    public static InteractionSplit Load(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return SplitFolderReader.Read(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
    }
}
