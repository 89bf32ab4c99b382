namespace Winnow.Serving.Internals;

/// <summary>A loaded release with a count of those who hold it; the last one to let go unloads it.</summary>
/// <param name="loaded">The release; disposed of at the end.</param>
/// <param name="path">The directory it came from.</param>
internal sealed class HeldRelease(LoadedRelease loaded, string path)
{
    private int _holds = 1;         // the registry's own; at 0 the release is gone for good

    /// <summary>The release.</summary>
    public LoadedRelease Loaded => loaded;

    /// <summary>Its funnel.</summary>
    public IFunnel Funnel => loaded.Funnel;

    /// <summary>The directory it came from.</summary>
    public string Path => path;

    /// <summary>Requests that hold it now, the registry not counted.</summary>
    public int Leases => Math.Max(0, Volatile.Read(ref _holds) - 1);

    /// <summary>Holds the release; false if it is already gone: look again which one serves.</summary>
    public bool TryHold()
    {
        int seen = Volatile.Read(ref _holds);
        while (seen > 0)
        {
            int before = Interlocked.CompareExchange(ref _holds, seen + 1, seen);
            if (before == seen) return true;
            seen = before;
        }
        return false;
    }

    /// <summary>Lets go. Once for each hold.</summary>
    public void LetGo()
    {
        if (Interlocked.Decrement(ref _holds) == 0) loaded.Dispose();
    }
}
