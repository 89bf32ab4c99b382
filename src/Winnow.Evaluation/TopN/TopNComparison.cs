using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>Recommenders judged under one protocol, side by side: means, intervals, and which differences are more than luck.</summary>
public sealed class TopNComparison
{
    private readonly ComparisonCell[,] _cells;

    private TopNComparison(IReadOnlyList<ComparedModel> models, IReadOnlyList<TopNColumn> columns, int reference, TopNComparisonOptions options)
    {
        (Models, Columns, ReferenceIndex, Options) = (models, columns, reference, options);
        _cells = new ComparisonCell[models.Count, columns.Count];
        Fill();
    }

    /// <summary>The models, in the order given.</summary>
    public IReadOnlyList<ComparedModel> Models { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<TopNColumn> Columns { get; }

    /// <summary>Place of the model that the others are tested against.</summary>
    public int ReferenceIndex { get; }

    /// <summary>How it was compared.</summary>
    public TopNComparisonOptions Options { get; }

    /// <summary>The protocol that all models share.</summary>
    public TopNProtocol Protocol => Models[0].Report.Protocol;

    /// <summary>One cell of the table.</summary>
    public ComparisonCell this[int model, int column] => _cells[model, column];

    /// <summary>Title of a column, with the candidates: <c>HR@10 [1+99]</c>.</summary>
    public string Title(int column) => Protocol.NameOf(Columns[column].Metric, Columns[column].Cutoff);

    /// <summary>Compares models.</summary>
    /// <param name="models">At least one, with distinct names, judged under the same protocol.</param>
    /// <param name="options">Columns, reference, test; null = defaults.</param>
    /// <exception cref="ArgumentException">Protocols differ (the message says in what), a name appears twice, or the reference is unknown.</exception>
    /// <remarks>O(models · columns · users · resamples) time.</remarks>
    public static TopNComparison Of(IReadOnlyList<ComparedModel> models, TopNComparisonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        options = (options ?? new TopNComparisonOptions()).Validate();
        if (models.Count == 0) throw new ArgumentException("No model came; name at least one.", nameof(models));
        foreach (ComparedModel model in models) RequireComparable(models[0], model);
        if (models.GroupBy(model => model.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two models are called '{twice.Key}'; give each a name of its own.", nameof(models));
        TopNColumn[] columns = options.Columns.Count > 0 ? [.. options.Columns] : DefaultColumns(models[0].Report);
        return new TopNComparison([.. models], columns, ReferenceOf(models, columns[0], options.Reference), options);
    }

    private static void RequireComparable(ComparedModel first, ComparedModel other)
    {
        string? difference = first.Report.Protocol.DifferenceFrom(other.Report.Protocol);
        if (difference is null && !first.Report.JudgedUsers.SequenceEqual(other.Report.JudgedUsers)) difference = "they were judged on different users";
        if (difference is not null)
            throw new ArgumentException($"'{first.Name}' and '{other.Name}' must not stand in one table: {difference}. Judge both under one protocol.", nameof(other));
    }

    private static TopNColumn[] DefaultColumns(TopNReport report)
    {
        int cutoff = report.Cutoffs[report.Cutoffs.Count / 2];
        return [.. new[] { TopNMetric.Ndcg, TopNMetric.Recall, TopNMetric.HitRate, TopNMetric.Map, TopNMetric.Mrr }.Select(metric => new TopNColumn(metric, cutoff))];
    }

    private static int ReferenceOf(IReadOnlyList<ComparedModel> models, TopNColumn column, string? name)
    {
        for (int i = 0; i < models.Count; i++)
            if (models[i].Name == name) return i;
        if (name is not null) throw new ArgumentException($"No model is called '{name}'. There are: {string.Join(", ", models.Select(m => m.Name))}.", nameof(name));
        return Enumerable.Range(0, models.Count).MaxBy(i => models[i].Report.Mean(column.Metric, column.Cutoff));
    }

    private void Fill()
    {
        int[] perUser = [.. Enumerable.Range(0, Columns.Count).Where(c => MetricNames.IsPerUser(Protocol.Definitions.Resolve(Columns[c].Metric)))];
        float[][] values = [.. Models.SelectMany(model => perUser.Select(c => model.Report.PerUser(Columns[c].Metric, Columns[c].Cutoff).ToArray()))];
        double[][] resamples = UserResamples.Means(values, Options.Bootstrap);
        for (int model = 0; model < Models.Count; model++)
            for (int c = 0; c < Columns.Count; c++)
                _cells[model, c] = new ComparisonCell(Models[model].Report.Mean(Columns[c].Metric, Columns[c].Cutoff), new(double.NaN, double.NaN, double.NaN), null, double.NaN);
        for (int i = 0; i < perUser.Length; i++) FillColumn(perUser[i], i, perUser.Length, values, resamples);
    }

    private void FillColumn(int column, int place, int places, float[][] values, double[][] resamples)
    {
        double reference = _cells[ReferenceIndex, column].Value;
        float[] referenceValues = values[ReferenceIndex * places + place];
        double[] referenceResamples = resamples[ReferenceIndex * places + place];
        double[] pValues = new double[Models.Count];
        for (int model = 0; model < Models.Count; model++)
        {
            double[] of = resamples[model * places + place];
            ComparisonCell cell = _cells[model, column] with { Interval = Percentiles.Interval([.. of], Options.Bootstrap.Confidence) };
            pValues[model] = double.NaN;
            if (model != ReferenceIndex)
            {
                double value = cell.Value - reference;
                Interval interval = Percentiles.Interval([.. of.Zip(referenceResamples, (x, y) => x - y)], Options.Bootstrap.Confidence);
                pValues[model] = PValue(values[model * places + place], referenceValues, value, interval);
                cell = cell with { Difference = new Difference(value, interval, pValues[model]) };
            }
            _cells[model, column] = cell;
        }
        double[] adjusted = HolmCorrection.Adjust(pValues);
        for (int model = 0; model < Models.Count; model++) _cells[model, column] = _cells[model, column] with { AdjustedPValue = adjusted[model] };
    }

    private double PValue(float[] values, float[] reference, double difference, Interval interval) => Options.Test switch
    {
        PairedTest.Randomization => PairedUserTest.Randomization(values, reference, Options.Flips, Options.Bootstrap.Seed),
        PairedTest.Bootstrap => NormalDistribution.TwoSidedPValue(difference, interval.StandardError),
        _ => PairedUserTest.Wilcoxon(values, reference),
    };
}
