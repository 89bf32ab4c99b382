namespace Winnow.Retrieval;

/// <content>Saving and loading.</content>
public sealed unsafe partial class ExactIndex
{
    private volatile UnverifiedFile? _unverified;       // behind a mapping that nobody has checked

    /// <summary>Writes the index to a file, aside first and then renamed: a reader finds the old file or the new one, whole.</summary>
    /// <param name="path">The file; its directory must be there.</param>
    /// <exception cref="IndexFileException">The disk is full, the place cannot be written, …; what was there before is untouched.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (_disposed) Throw.IndexDisposed(nameof(ExactIndex));
        ExactFile.Write(path, Version, _store);
    }

    /// <summary>Reads a saved index into memory, on huge pages, and checks all of it.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="IndexFileException">The file is missing, cut short, damaged, or of another format.</exception>
    public static ExactIndex Load(string path)
    {
        using ExactIndex mapped = Map(path);
        ExactStore copy = mapped._store.Copy();
        try
        {
            ExactFile.Verify(path, copy, mapped._unverified!.Header);       // of what was read: the file is gone through once
            return new ExactIndex(mapped.Version, copy, unverified: null, isMapped: false);
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Makes a saved index searchable at once: its pages are read when a search touches them, and shared with other
    /// processes that map the file. Scans are slower than those of <see cref="Load"/>, whose memory lies on huge pages.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote. It may be replaced by another while this index lives, not written
    /// into.</param>
    /// <param name="verify">Whether to read everything and compare it with its checksums first. Without, the header and the length
    /// are checked; a damaged vector then costs recall, and never leads out of the file. See <see cref="Verify"/>.</param>
    /// <exception cref="IndexFileException">The file is missing, cut short, damaged, or of another format.</exception>
    public static ExactIndex Map(string path, bool verify = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ExactStore store = ExactFile.Map(path = Path.GetFullPath(path), out ExactHeader header);
        ExactIndex index = new(new ModelVersion(header.ModelVersion), store, new(path, header), isMapped: true);
        try
        {
            if (verify) index.Verify();
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>Reads all of a mapped file and compares it with its checksums, beside searches that go on: what <see cref="Map"/>
    /// left out, for a time when nobody waits. Does nothing for an index in memory or one verified before.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IndexFileException">The file is damaged; the message names the part.</exception>
    public void Verify(CancellationToken cancel = default)
    {
        if (_disposed) Throw.IndexDisposed(nameof(ExactIndex));
        if (_unverified is not { } file) return;
        ExactFile.Verify(file.Path, _store, file.Header, cancel);
        _unverified = null;
    }

    private sealed record UnverifiedFile(string Path, ExactHeader Header);
}
