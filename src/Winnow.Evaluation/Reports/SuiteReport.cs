namespace Winnow.Evaluation.Reports;

/// <summary>Published results beside ours. <see cref="HtmlReport"/> makes a page of it.</summary>
public sealed record SuiteReport
{
    /// <summary>Heading of the page.</summary>
    public required string Title { get; init; }

    /// <summary>Where the published figures were read; a sentence.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The published tables, at least one.</summary>
    public required IReadOnlyList<SuiteTable> Tables { get; init; }

    /// <summary>Where our numbers come from.</summary>
    public required Provenance Provenance { get; init; }
}

/// <summary>A published table beside ours.</summary>
public sealed record SuiteTable
{
    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>How both were measured.</summary>
    public required string Protocol { get; init; }

    /// <summary>Names of the metrics.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>The models.</summary>
    public required IReadOnlyList<SuiteRow> Rows { get; init; }

    /// <summary>Whether the order of models is reproduced, in words; empty: nothing to say.</summary>
    public string Order { get; init; } = "";

    /// <summary>Published models that were not run; may be empty.</summary>
    public IReadOnlyList<string> NotRun { get; init; } = [];
}

/// <summary>A model of a <see cref="SuiteTable"/>.</summary>
/// <param name="Model">Name.</param>
/// <param name="Figures">One a metric.</param>
/// <param name="Runs">Runs that each of our figures is the mean of.</param>
/// <param name="Seconds">Mean time of a run.</param>
/// <param name="EvaluationSeconds">Of that, judging; NaN: not told apart.</param>
public sealed record SuiteRow(string Model, IReadOnlyList<SuiteFigure> Figures, int Runs, double Seconds, double EvaluationSeconds);

/// <summary>A published figure and ours.</summary>
/// <param name="Published">NaN: none.</param>
/// <param name="Measured">Mean over runs; NaN: not measured.</param>
/// <param name="Std">Standard deviation over runs.</param>
public readonly record struct SuiteFigure(double Published, double Measured, double Std);
