using Microsoft.AspNetCore.Http;
using Winnow.Serving.Http;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Finds the release that was chosen on the page.</summary>
internal static class Releases
{
    /// <summary>What serves a variant.</summary>
    /// <param name="registry">The releases.</param>
    /// <param name="variant">Name of the variant; null: the first one.</param>
    /// <exception cref="RefusedException">No release is ready, or there is no such variant.</exception>
    public static ServedVariant Find(IReleaseRegistry registry, string? variant)
    {
        if (!registry.IsReady || registry.Variants is not [ServedVariant first, ..] variants)
            throw new RefusedException(StatusCodes.Status503ServiceUnavailable, "No release serves yet: one is being loaded, or none was named.");
        return (variant is null ? first : variants.FirstOrDefault(v => v.Variant == variant))
            ?? throw Asks.Bad($"Variant '{variant}' came; those that are served: {string.Join(", ", variants.Select(v => v.Variant))}.");
    }

    /// <summary>Takes hold of a release.</summary>
    /// <exception cref="RefusedException">It is not there.</exception>
    public static FunnelLease Lease(IReleaseRegistry registry, ReleaseChoice? choice = null)
    {
        string variant = Find(registry, choice?.Variant).Variant;
        if (choice?.Previous != true) return registry.Lease(variant);
        return registry.LeasePrevious(variant) ?? throw Asks.Missing($"The variant '{variant}' has no release before the present one that is kept.");
    }
}
