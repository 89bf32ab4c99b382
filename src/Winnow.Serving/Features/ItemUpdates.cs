using System.Collections.Concurrent;
using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Changes of item features: kept in the store first, then told to every loaded release, the one that is being loaded included.</summary>
/// <remarks>Changes of one item are told in the order in which the store took them.</remarks>
internal sealed class ItemUpdates(IFeatureStore store) : IDisposable
{
    private const int Gates = 64;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1))];
    private volatile ConcurrentDictionary<string, byte>? _changedMeanwhile;       // items changed since a release began to be prepared

    /// <summary>Changes features of an item.</summary>
    /// <param name="item">Its id.</param>
    /// <param name="changes">Features to add or replace.</param>
    /// <param name="releases">The releases to tell.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>All changes of the item since it was packed.</returns>
    /// <exception cref="FeatureStoreException">The store did not take it; nothing was changed.</exception>
    public async Task<FeatureValues> UpdateAsync(string item, FeatureValues changes, ReleaseRegistry releases, CancellationToken cancel)
    {
        SemaphoreSlim gate = Gate(item);
        await gate.WaitAsync(cancel);
        try
        {
            FeatureValues all = await store.UpdateItemAsync(item, changes, cancel);
            _changedMeanwhile?.TryAdd(item, 0);
            releases.ForEach(r => r.Funnel.Update(item, all));
            return all;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Tells a release that does not serve yet all changes since it was packed.</summary>
    /// <exception cref="FeatureStoreException">The store cannot be reached.</exception>
    public async Task PrepareAsync(LoadedRelease release, CancellationToken cancel)
    {
        ConcurrentDictionary<string, byte> changed = new(StringComparer.Ordinal);
        _changedMeanwhile = changed;
        await foreach ((string item, FeatureValues features) in store.ChangedItemsAsync(cancel))
        {
            SemaphoreSlim gate = Gate(item);
            await gate.WaitAsync(cancel);
            try
            {
                if (!changed.ContainsKey(item)) release.Funnel.Update(item, features);       // else it was told something newer already
            }
            finally
            {
                gate.Release();
            }
        }
        _changedMeanwhile = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SemaphoreSlim gate in _gates) gate.Dispose();
    }

    private SemaphoreSlim Gate(string item) => _gates[(uint)string.GetHashCode(item, StringComparison.Ordinal) % Gates];
}
