using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <content>Saving and loading.</content>
public sealed unsafe partial class HnswIndex
{
    /// <summary>Writes the index to a file, aside first and then renamed: a reader finds the old file or the new one, whole. Searches
    /// go on; changes wait.</summary>
    /// <param name="path">The file; its directory must be there.</param>
    /// <exception cref="IndexFileException">The disk is full, the place cannot be written, …; what was there before is untouched.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        lock (_writer)
        {
            if (_disposed) Throw.IndexDisposed(nameof(HnswIndex));
            if (!IsMapped) Repair(WorkerTeam.Single);
            HnswFile.Write(path, new HnswHeader
            {
                ModelVersion = Version.Name,
                Dimension = Dimension,
                Metric = Metric,
                Options = Options,
                Slots = _store.Slots,
                UpperLists = _store.UpperUsed,
                Live = _live,
                Insertions = _insertions,
                Entry = _store.Entry,
            }, _store);
        }
    }

    /// <summary>Reads a saved index into memory, checking all of it. It can be changed.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <exception cref="IndexFileException">The file is missing, cut short, damaged, or of another format.</exception>
    public static HnswIndex Load(string path)
    {
        using HnswIndex mapped = Map(path, verify: true);
        return mapped.ToMemory();
    }

    /// <summary>Makes a saved index searchable at once: its pages are read when a search touches them. It cannot be changed; see
    /// <see cref="ToMemory"/>.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote. It may be replaced by another while this index lives, not written
    /// into.</param>
    /// <param name="verify">Whether to read everything and compare it with its checksums first. Without, the header and the length
    /// are checked; a damaged link or vector then costs recall, and never leads out of the file.</param>
    /// <exception cref="IndexFileException">The file is missing, cut short, damaged, or of another format.</exception>
    public static HnswIndex Map(string path, bool verify = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        HnswStore store = HnswFile.Map(path = Path.GetFullPath(path), out HnswHeader header);
        try
        {
            if (verify) HnswFile.Verify(path, store, header);
            return new HnswIndex(new ModelVersion(header.ModelVersion), header.Options, store, header.Live, header.Insertions,
                unverified: verify ? null : new(path, header), isMapped: true);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Reads all of a mapped file and compares it with its checksums, beside searches that go on: what
    /// <see cref="Map"/> left out, for a time when nobody waits. Does nothing for an index in memory or one verified before.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IndexFileException">The file is damaged; the message names the part.</exception>
    public void Verify(CancellationToken cancel = default)
    {
        SearchScratch hold = Enter();           // keeps the mapping while it is read
        try
        {
            if (_unverified is not { } file) return;
            HnswFile.Verify(file.Path, _store, file.Header, cancel);
            _unverified = null;
        }
        finally
        {
            ReaderSet.Leave(hold);
        }
    }

    /// <summary>A copy in memory, which can be changed. Searches of this index may go on.</summary>
    /// <exception cref="IndexFileException">The index is mapped, and its file is damaged.</exception>
    public HnswIndex ToMemory()
    {
        lock (_writer)
        {
            if (_disposed) Throw.IndexDisposed(nameof(HnswIndex));
            if (!IsMapped) Repair(WorkerTeam.Single);
            else Verify();                  // writers trust what they read
            int capacity = Math.Max(_store.Capacity, GraphBuilder.BatchNodes);
            HnswStore copy = _store.Copy(capacity, Math.Max(_store.UpperCapacity, UpperLists(capacity)));
            HnswIndex index = new(Version, Options, copy, _live, _insertions, unverified: null, isMapped: false);
            for (int slot = copy.Slots - 1; slot >= 0; slot--)
                if (copy.State(slot) == HnswStore.Vacant) index.ReclaimSlot(slot);
            return index;
        }
    }

    private sealed record UnverifiedFile(string Path, HnswHeader Header);
}
