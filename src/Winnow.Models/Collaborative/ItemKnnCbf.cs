using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="ItemKnnCbf"/>.</summary>
public sealed record ItemKnnCbfOptions : NeighbourhoodOptions
{
    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new ItemKnnCbf(this);
}

/// <summary>Item neighbours by content: as <see cref="ItemKnn"/>, but items are compared by their features instead of their users.</summary>
/// <remarks>Lops, de Gemmis and Semeraro, Recommender Systems Handbook, 2011; set-up of Ferrari Dacrema et al., ACM TOIS 39(2), 2021. For
/// weighting, items are documents and features terms. Fitting costs O(Σ over features of items²).</remarks>
public sealed class ItemKnnCbf(ItemKnnCbfOptions options) : SparseItemRecommender
{
    /// <inheritdoc/>
    protected override CsrMatrix Learn(Interactions train, FitContext context)
    {
        CsrMatrix features = ContentOf(train, nameof(ItemKnnCbf));
        return new TermWeights(options.FeatureWeighting, features).FindNeighboursOfDocuments(features, options, context).Transpose(context.Team);
    }

    internal static CsrMatrix ContentOf(Interactions train, string model) =>
        train.ItemFeatures ?? throw new InvalidOperationException($"{model} compares items by their features, but the interactions came without ItemFeatures.");
}
