using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Winnow.Serving.ConsoleApi;

/// <summary>What serves, and what served before.</summary>
internal static class ReleaseEndpoints
{
    public static JsonHttpResult<ReleasesReply> Releases(IReleaseRegistry registry)
    {
        int items = 0;
        if (registry.IsReady)
        {
            using FunnelLease lease = registry.Lease();
            items = lease.Funnel.Items.Ids.Count;
        }
        IReadOnlyList<SwapReply> swaps =
            [.. registry.Swaps.Select(s => new SwapReply(s.Time, s.Variant, s.From, s.To, s.IsRollBack, s.Took.TotalSeconds, s.Fault))];
        return TypedResults.Json(new ReleasesReply(registry.IsReady, items, registry.Variants, swaps), ConsoleJson.Default.ReleasesReply);
    }
}
