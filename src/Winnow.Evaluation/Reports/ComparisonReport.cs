namespace Winnow.Evaluation.Reports;

/// <summary>Everything that a page on several recommenders shows. <see cref="HtmlReport"/> makes a page of it.</summary>
public sealed record ComparisonReport
{
    /// <summary>Heading of the page.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence under the heading; may be empty.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The recommenders side by side; the first column is the one that plots show.</summary>
    public required TopNComparison Comparison { get; init; }

    /// <summary>Facts on the split, name and value, shown beside the protocol: Gini of its parts, what filters removed; may be empty.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SplitFacts { get; init; } = [];

    /// <summary>Where the numbers come from.</summary>
    public required Provenance Provenance { get; init; }
}
