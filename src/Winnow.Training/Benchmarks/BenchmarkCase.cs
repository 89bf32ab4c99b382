namespace Winnow.Training.Benchmarks;

/// <summary>Published figures of one model on one data set, and how ours come about.</summary>
public abstract class BenchmarkCase
{
    private protected BenchmarkCase(string name, string table, string dataset, string model, IReadOnlyList<PublishedFigure> published) =>
        (Name, Table, Dataset, Model, Published) = (name, table, dataset, model, published);

    /// <summary>Name of the case: its recipe, or its table and model.</summary>
    public string Name { get; }

    /// <summary>The published table it stands in; models are put in order within it.</summary>
    public string Table { get; }

    /// <summary>Data set as it is called in the publication.</summary>
    public string Dataset { get; }

    /// <summary>Model as it is called in the publication.</summary>
    public string Model { get; }

    /// <summary>The published figures.</summary>
    public IReadOnlyList<PublishedFigure> Published { get; }

    /// <summary>Whether the result depends on the seed, so that one run is not enough.</summary>
    public abstract bool UsesSeed { get; }

    internal bool Matches(string only) =>
        Name.Contains(only, StringComparison.OrdinalIgnoreCase) || Model.Contains(only, StringComparison.OrdinalIgnoreCase);

    /// <summary>Trains and judges once.</summary>
    internal abstract CaseRun Run(int run, int runs, BenchmarkSession session, CancellationToken cancel);
}

/// <summary>One published figure.</summary>
/// <param name="Metric">What was measured, as the publication calls it.</param>
/// <param name="Value">The figure; NaN: none was published.</param>
public sealed record PublishedFigure(string Metric, double Value);

/// <summary>What one run of a case gave.</summary>
/// <param name="Measured">One value a published figure.</param>
/// <param name="Metrics">Name of each, with what the protocol adds to it.</param>
/// <param name="Protocol">How it was measured.</param>
/// <param name="Seconds">Time of the whole run.</param>
/// <param name="EvaluationSeconds">Time of the judging in it; NaN: not told apart.</param>
internal sealed record CaseRun(double[] Measured, IReadOnlyList<string> Metrics, string Protocol, double Seconds, double EvaluationSeconds);
