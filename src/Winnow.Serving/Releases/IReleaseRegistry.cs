namespace Winnow.Serving;

/// <summary>The releases that are being served. Swaps are atomic: a request holds one release from its beginning to its end.</summary>
public interface IReleaseRegistry
{
    /// <summary>Whether there is a release, complete, in agreement with itself and warm.</summary>
    bool IsReady { get; }

    /// <summary>What serves at the moment, the main variant first.</summary>
    IReadOnlyList<ServedVariant> Variants { get; }

    /// <summary>The last swaps, roll-backs and refused releases, the latest first; a bounded number.</summary>
    IReadOnlyList<SwapRecord> Swaps { get; }

    /// <summary>Takes hold of the release of a variant. Dispose the lease when the request is over.</summary>
    /// <param name="variant">Name of the variant; null: the main one.</param>
    /// <exception cref="InvalidOperationException">No release is ready.</exception>
    FunnelLease Lease(string? variant = null);

    /// <summary>Takes hold of the release a variant had before, to look at both side by side.</summary>
    /// <param name="variant">Name of the variant; null: the main one.</param>
    /// <returns>Null if none is kept.</returns>
    FunnelLease? LeasePrevious(string? variant = null);

    /// <summary>Loads, checks and warms a release, then puts it in place of the one that serves a variant. On any fault the old one stays.</summary>
    /// <param name="path">A release directory.</param>
    /// <param name="variant">Name of the variant; null: the main one.</param>
    /// <param name="cancel">Gives up loading.</param>
    /// <exception cref="Training.Storage.StorageException">The directory is damaged or no release.</exception>
    Task SwapAsync(string path, string? variant = null, CancellationToken cancel = default);

    /// <summary>Puts the release before the present one back, which is kept loaded for that.</summary>
    /// <returns>Name of the release that serves now.</returns>
    /// <exception cref="InvalidOperationException">There is none before.</exception>
    string RollBack(string? variant = null);
}

/// <summary>A hold on a release: it is not unloaded before <see cref="IDisposable.Dispose"/>.</summary>
public abstract class FunnelLease : IDisposable
{
    /// <summary>The funnel of the release.</summary>
    public abstract IFunnel Funnel { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
