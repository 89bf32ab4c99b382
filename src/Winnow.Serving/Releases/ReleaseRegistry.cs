using System.Collections.Concurrent;
using Winnow.Serving.Internals;

namespace Winnow.Serving;

/// <summary>The releases of a running server: loaded, warmed, swapped by one reference, and unloaded when nobody holds them any more.</summary>
/// <remarks>Taking a lease is lock-free. Loads of one registry run one after the other; serving goes on meanwhile.</remarks>
public sealed class ReleaseRegistry : IReleaseRegistry, IDisposable
{
    /// <summary>Name of the main variant.</summary>
    public const string Main = "main";

    private const int RememberedSwaps = 100;

    private readonly Func<string, LoadedRelease> _load;
    private readonly Func<LoadedRelease, CancellationToken, Task> _prepare;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, VariantSlot> _slots = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<HeldRelease, byte> _loading = new();
    private readonly List<SwapRecord> _swaps = [];
    private readonly SemaphoreSlim _oneLoad = new(1);
    private readonly Lock _change = new();
    private IReadOnlyList<ServedVariant> _variants = [];
    private bool _isDisposed;

    /// <summary>An empty registry.</summary>
    /// <param name="load">Opens the release at a path and checks that it agrees with itself; what it returns is the registry's to dispose of.</param>
    /// <param name="time">The clock.</param>
    /// <param name="prepare">Brings a loaded release up to date before it serves, such as with item features changed since it was packed.</param>
    public ReleaseRegistry(Func<string, LoadedRelease> load, TimeProvider time, Func<LoadedRelease, CancellationToken, Task>? prepare = null)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(time);
        (_load, _time, _prepare) = (load, time, prepare ?? ((_, _) => Task.CompletedTask));
    }

    /// <summary>Told of each swap, roll-back and refused release, after the fact, on the thread that brought it about.</summary>
    public event Action<SwapRecord>? Swapped;

    /// <inheritdoc/>
    public bool IsReady => _slots.TryGetValue(Main, out VariantSlot? slot) && slot.Current is not null;

    /// <inheritdoc/>
    public IReadOnlyList<ServedVariant> Variants => Volatile.Read(ref _variants);

    /// <inheritdoc/>
    public IReadOnlyList<SwapRecord> Swaps
    {
        get
        {
            lock (_change) return [.. _swaps.AsEnumerable().Reverse()];
        }
    }

    /// <summary>Requests that hold a release at the moment.</summary>
    public int Leases => Held().Sum(r => r.Leases);

    /// <inheritdoc/>
    public FunnelLease Lease(string? variant = null)
    {
        if (_slots.TryGetValue(variant ?? Main, out VariantSlot? slot))
            while (slot.Current is { } release)
                if (release.TryHold()) return new CountedLease(release);
        throw new InvalidOperationException(variant is null
            ? "No release serves yet. Load one with POST /admin/releases or wait until the one that is loading is ready."
            : $"No release serves the variant '{variant}'. Those that are served: {string.Join(", ", Variants.Select(v => v.Variant))}.");
    }

    /// <inheritdoc/>
    public FunnelLease? LeasePrevious(string? variant = null)
    {
        if (_slots.TryGetValue(variant ?? Main, out VariantSlot? slot))
            while (slot.Previous is { } release)
                if (release.TryHold()) return new CountedLease(release);
        return null;
    }

    /// <inheritdoc/>
    public async Task SwapAsync(string path, string? variant = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        await _oneLoad.WaitAsync(cancel);
        long began = _time.GetTimestamp();
        SwapRecord swap;
        try
        {
            HeldRelease release = await Task.Run(() => LoadAsync(path, cancel), cancel);
            swap = PutInPlace(release, variant ?? Main, began);
        }
        catch (Exception e) when (e is not ObjectDisposedException)
        {
            string? serving = _slots.GetValueOrDefault(variant ?? Main)?.Current?.Funnel.Release;
            lock (_change) swap = Remember(new SwapRecord(_time.GetUtcNow(), variant ?? Main, serving, path, false, _time.GetElapsedTime(began), e.Message));
            Swapped?.Invoke(swap);
            throw;
        }
        finally
        {
            _oneLoad.Release();
        }
        Swapped?.Invoke(swap);
    }

    /// <inheritdoc/>
    public string RollBack(string? variant = null)
    {
        SwapRecord swap;
        lock (_change)
        {
            if (!_slots.TryGetValue(variant ?? Main, out VariantSlot? slot) || slot.Previous is not { } previous)
                throw new InvalidOperationException($"The variant '{variant ?? Main}' has no release before the present one. Load one with POST /admin/releases.");
            string from = slot.Current!.Funnel.Release;
            slot.ChangeOver(_time.GetUtcNow());
            swap = Remember(new SwapRecord(_time.GetUtcNow(), variant ?? Main, from, previous.Funnel.Release, true, TimeSpan.Zero, null));
        }
        Swapped?.Invoke(swap);
        return swap.To;
    }

    /// <summary>Does something to each loaded release: those that serve, those kept for a roll-back, and those that are being prepared.</summary>
    /// <param name="action">Called once for each, on this thread.</param>
    public void ForEach(Action<LoadedRelease> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        foreach (HeldRelease release in Held().Distinct())
        {
            if (!release.TryHold()) continue;
            try
            {
                action(release.Loaded);
            }
            finally
            {
                release.LetGo();
            }
        }
    }

    /// <summary>Lets all releases go; each is unloaded when its last lease ends.</summary>
    public void Dispose()
    {
        lock (_change)
        {
            _isDisposed = true;
            foreach (VariantSlot slot in _slots.Values) slot.Clear();
            _variants = [];
        }
    }

    private async Task<HeldRelease> LoadAsync(string path, CancellationToken cancel)
    {
        HeldRelease release = new(_load(path), path);
        try
        {
            // Listed before it is prepared: a feature changed from now on reaches it, one changed before is in what prepares it.
            _loading.TryAdd(release, 0);
            await _prepare(release.Loaded, cancel);
            WarmUp.Run(release.Funnel, _time, cancel);
            return release;
        }
        catch
        {
            _loading.TryRemove(release, out _);
            release.LetGo();
            throw;
        }
    }

    private SwapRecord PutInPlace(HeldRelease release, string variant, long began)
    {
        lock (_change)
        {
            if (_isDisposed) release.LetGo();
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            VariantSlot slot = _slots.GetOrAdd(variant, _ => new VariantSlot());
            string? from = slot.Current?.Funnel.Release;
            slot.Put(release, _time.GetUtcNow());
            _loading.TryRemove(release, out _);
            return Remember(new SwapRecord(_time.GetUtcNow(), variant, from, release.Funnel.Release, false, _time.GetElapsedTime(began), null));
        }
    }

    private List<HeldRelease> Held()
    {
        List<HeldRelease> all = [.. _loading.Keys];
        foreach (VariantSlot slot in _slots.Values)
        {
            if (slot.Current is { } current) all.Add(current);
            if (slot.Previous is { } previous) all.Add(previous);
        }
        return all;
    }

    private SwapRecord Remember(SwapRecord swap)
    {
        _swaps.Add(swap);
        if (_swaps.Count > RememberedSwaps) _swaps.RemoveAt(0);
        _variants = [.. _slots.Where(s => s.Value.Current is not null).OrderBy(s => s.Key != Main).ThenBy(s => s.Key, StringComparer.Ordinal).Select(Served)];
        return swap;
    }

    private static ServedVariant Served(KeyValuePair<string, VariantSlot> slot) => new(
        slot.Key, slot.Value.Current!.Funnel.Release, slot.Value.Current.Path, slot.Value.Since, slot.Value.Previous?.Funnel.Release);
}
