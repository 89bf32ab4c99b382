using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Recall → pre-rank → rank → re-rank → rules over one release. Safe from any thread.</summary>
public interface IFunnel
{
    /// <summary>Name of the release.</summary>
    string Release { get; }

    /// <summary>The catalogue.</summary>
    IItemCatalogue Items { get; }

    /// <summary>Recommends, or ranks the request's candidates. A stage that fails or is late degrades the answer, never the request.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="user">What is known of the user.</param>
    /// <param name="cancel">Gives the request up.</param>
    /// <exception cref="ArgumentException">The request is not as said at <see cref="FunnelRequest"/>.</exception>
    FunnelAnswer Recommend(FunnelRequest request, UserState user, CancellationToken cancel = default);

    /// <summary>Items like an item, best first, the item itself left out.</summary>
    /// <param name="item">Its id.</param>
    /// <param name="count">Items wanted, at least 1.</param>
    /// <exception cref="KeyNotFoundException">The release does not know the item.</exception>
    IReadOnlyList<RecommendedItem> Similar(string item, int count);

    /// <summary>Takes over changed features of an item: stages see them from the next request on.</summary>
    /// <returns>False if the release does not know the item: it will be in the next one.</returns>
    bool Update(string item, FeatureValues features);
}
