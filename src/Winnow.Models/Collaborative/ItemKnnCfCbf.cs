using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="ItemKnnCfCbf"/>.</summary>
public sealed record ItemKnnCfCbfOptions : NeighbourhoodOptions
{
    /// <summary>Factor of the features beside the interactions, above 0; without effect on Dice, Jaccard and Tversky. Default 1.</summary>
    public float ContentWeight { get; init; } = 1;

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new ItemKnnCfCbf(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        foreach (string fault in base.Faults()) yield return fault;
        if (!(ContentWeight > 0 && float.IsFinite(ContentWeight))) yield return $"ContentWeight {ContentWeight} must be a finite number above 0";
    }
}

/// <summary>Item neighbours by content and users at once: an item's row is [w · features, users].</summary>
/// <remarks>Mobasher, Jin and Zhou, 2004; set-up of Ferrari Dacrema et al., ACM TOIS 39(2), 2021: feature weighting is applied to the
/// concatenation, w before it.</remarks>
public sealed class ItemKnnCfCbf(ItemKnnCfCbfOptions options) : SparseItemRecommender
{
    /// <inheritdoc/>
    protected override CsrMatrix Learn(Interactions train, FitContext context)
    {
        CsrMatrix both = Concatenate(ItemKnnCbf.ContentOf(train, nameof(ItemKnnCfCbf)), train.ByItem, options.ContentWeight);
        return new TermWeights(options.FeatureWeighting, both).FindNeighboursOfDocuments(both, options, context).Transpose(context.Team);
    }

    private static CsrMatrix Concatenate(CsrMatrix features, CsrMatrix users, float weight)
    {
        int[] starts = new int[users.Rows + 1], columns = new int[checked(features.Entries + users.Entries)];
        float[] values = new float[columns.Length];
        int at = 0;
        for (int item = 0; item < users.Rows; item++)
        {
            Append(features, item, 0, weight, columns, values, ref at);
            Append(users, item, features.Cols, 1, columns, values, ref at);
            starts[item + 1] = at;
        }
        return new CsrMatrix(users.Rows, features.Cols + users.Cols, starts, columns, values);
    }

    private static void Append(CsrMatrix part, int row, int shift, float weight, int[] columns, float[] values, ref int at)
    {
        ReadOnlySpan<float> rowValues = part.RowValues(row);
        int i = 0;
        foreach (int column in part.Row(row))
        {
            columns[at] = column + shift;
            values[at++] = weight * (rowValues.IsEmpty ? 1 : rowValues[i++]);
        }
    }
}
