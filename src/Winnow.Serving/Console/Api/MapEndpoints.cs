using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Winnow.Serving.ConsoleApi;

/// <summary>The map of item vectors.</summary>
internal static class MapEndpoints
{
    private const int MostItems = 200;

    public static JsonHttpResult<MapReply> Map(string? variant, IReleaseRegistry registry, ItemMaps maps)
    {
        using FunnelLease lease = Releases.Lease(registry, new ReleaseChoice(variant));
        return TypedResults.Json(Of(lease, maps).Reply, ConsoleJson.Default.MapReply);
    }

    public static JsonHttpResult<PlacesReply> Place([FromQuery] string[] item, string? variant, IReleaseRegistry registry, ItemMaps maps)
    {
        if (item.Length is < 1 or > MostItems) throw Asks.Bad($"{item.Length} items came; expected 1 to {MostItems}, each as item=….");
        using FunnelLease lease = Releases.Lease(registry, new ReleaseChoice(variant));
        return TypedResults.Json(new PlacesReply(Of(lease, maps).Place(lease.Funnel.Items, item)), ConsoleJson.Default.PlacesReply);
    }

    private static ItemMap Of(FunnelLease lease, ItemMaps maps) => maps.Of(lease.Funnel)
        ?? throw Asks.Missing("This release holds no item vectors, so there is nothing to draw: add a recall source of kind towers to funnel.yaml.");
}
