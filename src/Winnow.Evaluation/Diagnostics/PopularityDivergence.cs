namespace Winnow.Evaluation;

/// <summary>How the popularity of items differs between what is known and what is judged, beside what random draws would give.</summary>
/// <remarks>A random draw takes of each judged user as many of his items as the split judges, uniformly, and leaves the rest known:
/// so the numbers of interactions of users and items, and the choice of users, are those of the split, and only which interactions
/// are held out is left to chance. All items of the catalogue count, also those without an interaction.</remarks>
public sealed record PopularityDivergence
{
    /// <summary>Number of random draws.</summary>
    public required int Draws { get; init; }

    /// <summary>Gini index of the known interactions of items, in [0, 1): 0 if all are equally popular.</summary>
    public required double KnownGini { get; init; }

    /// <summary>Gini index of the judged interactions of items.</summary>
    public required ReferenceFigure JudgedGini { get; init; }

    /// <summary>Shannon entropy of the known interactions over items, in bits.</summary>
    public required double KnownShannon { get; init; }

    /// <summary>Shannon entropy of the judged interactions over items, in bits.</summary>
    public required ReferenceFigure JudgedShannon { get; init; }

    /// <summary>Kendall's τ-b between known and judged popularity of items, in [−1, 1].</summary>
    public required ReferenceFigure KendallTau { get; init; }

    /// <summary>Total variation distance between the judged interactions and their expectation under random draws, in [0, 1]; its
    /// p-value counts draws that are as far away.</summary>
    public required ReferenceFigure Distance { get; init; }

    /// <summary>How many pairs must at least change sides for the split to be like a random draw, as a share of the smaller of both
    /// sides (what is judged, and what is known of the judged users): the observed distance beyond the mean one.</summary>
    public required double MovedShare { get; init; }

    /// <summary>Share of the judged pairs whose item nobody in the training part has.</summary>
    public required ReferenceFigure ColdShare { get; init; }

    /// <summary>Items from the most to the least popular in ten groups of about equally many interactions (known and judged together):
    /// the share of the judged interactions in each.</summary>
    public required IReadOnlyList<ReferenceFigure> Groups { get; init; }

    /// <summary>Number of items in each of <see cref="Groups"/>.</summary>
    public required IReadOnlyList<int> GroupItems { get; init; }

    /// <summary>Known interactions of each item, ascending; what the Lorenz curve is drawn from.</summary>
    internal int[] KnownCounts { get; init; } = [];

    /// <summary>Judged interactions of each item, ascending.</summary>
    internal int[] JudgedCounts { get; init; } = [];

    /// <summary>Judged interactions of each item in one random draw, ascending.</summary>
    internal int[] DrawnCounts { get; init; } = [];
}
