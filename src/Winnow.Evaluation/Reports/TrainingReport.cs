namespace Winnow.Evaluation.Reports;

/// <summary>Everything that a report shows. <see cref="HtmlReport"/> makes a page of it.</summary>
public sealed record TrainingReport
{
    /// <summary>Heading of the page.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence under the heading; may be empty.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The models, at least one, in the order in which they are to be shown. Colours follow this order.</summary>
    public required IReadOnlyList<ModelResult> Models { get; init; }

    /// <summary>Name of the model that <see cref="ModelResult.AgainstReference"/> compares with; null = no comparison.</summary>
    public string? Reference { get; init; }

    /// <summary>Metrics of the true probabilities, where they are known: the best any model can do on these rows, up to
    /// chance.</summary>
    public PointwiseReport? Oracle { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required Provenance Provenance { get; init; }
}
