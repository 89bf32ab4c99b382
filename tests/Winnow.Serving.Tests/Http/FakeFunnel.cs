using Winnow.Data;

namespace Winnow.Serving.Tests.Http;

/// <summary>A funnel whose behaviour a test decides.</summary>
internal sealed class FakeFunnel(string release, int items = 20) : IFunnel, IDisposable
{
    private int _inside;

    public string Release => release;

    public IItemCatalogue Items { get; } = new FakeCatalogue(items);

    /// <summary>Called in each request, before the answer.</summary>
    public Action<FunnelRequest, UserState>? OnRequest { get; set; }

    /// <summary>What the rank stage says instead of doing its work.</summary>
    public string? Degradation { get; set; }

    /// <summary>What <see cref="Update"/> was told, by item.</summary>
    public Dictionary<string, FeatureValues> Updates { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Whether it was disposed of while a request was inside.</summary>
    public bool WasPulledAway { get; private set; }

    public FunnelAnswer Recommend(FunnelRequest request, UserState user, CancellationToken cancel = default)
    {
        Interlocked.Increment(ref _inside);
        try
        {
            if (IsDisposed) WasPulledAway = true;
            OnRequest?.Invoke(request, user);
            string[] ids = request.Candidates is { } given
                ? [.. given.Where(c => Items.Ids.TryFind(c, out _))]
                : [.. Enumerable.Range(0, Items.Ids.Count).Select(i => Items.Ids[i]).Except(user.History)];
            RecommendedItem[] page = [.. ids.Except(request.Exclude).Take(request.Count).Select((id, i) => new RecommendedItem(id, 1f / (1 + i), Explanation(request)))];
            StageReport recall = new(StageNames.Recall, Items.Ids.Count, ids.Length, TimeSpan.FromMilliseconds(1), null,
                [new StageReport("popular", Items.Ids.Count, ids.Length, TimeSpan.FromMilliseconds(1), null, [])]);
            StageReport rank = new(StageNames.Rank, ids.Length, page.Length, TimeSpan.FromMilliseconds(2), Degradation, []);
            return new FunnelAnswer(release, page, [recall, rank], [.. (request.Candidates ?? []).Where(c => !Items.Ids.TryFind(c, out _))]);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    public IReadOnlyList<RecommendedItem> Similar(string item, int count)
    {
        if (!Items.Ids.TryFind(item, out int number)) throw new KeyNotFoundException($"Item '{item}' is not in release '{release}'.");
        return [.. Enumerable.Range(0, Items.Ids.Count).Where(i => i != number).Take(count).Select(i => new RecommendedItem(Items.Ids[i], 1f / (1 + i), null))];
    }

    public bool Update(string item, FeatureValues features)
    {
        lock (Updates) Updates[item] = features;
        return Items.Ids.TryFind(item, out _);
    }

    public void Dispose()
    {
        IsDisposed = true;
        if (Volatile.Read(ref _inside) > 0) WasPulledAway = true;
    }

    /// <summary>Has a place without a score, as a stage has that passed an item on.</summary>
    private static ItemExplanation? Explanation(FunnelRequest request) => request.Explain
        ? new ItemExplanation([new SourcePlace("popular", 1, 3)], [new StagePlace(StageNames.Recall, 1, float.NaN)], ["cap of 'seller': place 2 → 1"], null)
        : null;

    private sealed class FakeCatalogue(int items) : IItemCatalogue
    {
        public IdIndex Ids { get; } = new([.. Enumerable.Range(0, items).Select(i => $"i{i}")]);

        public int VectorDimension => 0;

        public FeatureValues Features(int item) => new([KeyValuePair.Create("title", FeatureValue.Text($"Item {item}"))]);

        public IItemAttribute Attribute(string name) => throw new ArgumentException($"There is no attribute '{name}'.");

        public ReadOnlySpan<float> Vector(int item) => [];
    }
}
