namespace Winnow.Data;

public sealed partial class FeaturePlan
{
    /// <summary>Fits a plan in one pass over training data. Malformed rows count for nothing.</summary>
    /// <param name="source">The training data, and no other.</param>
    /// <param name="schema">What the columns are.</param>
    /// <param name="options">Seed, threads and limits.</param>
    /// <returns>The plan; the same for any number of threads.</returns>
    /// <exception cref="SchemaMismatchException">Source and schema do not fit.</exception>
    /// <exception cref="BadDataException">Too many malformed rows, or no good one.</exception>
    /// <exception cref="InvalidOperationException">A vocabulary exceeds its limit.</exception>
    /// <remarks>Memory: the distinct ids of tables with a vocabulary, and one sample a bucketed column.</remarks>
    public static FeaturePlan Fit(IRecordSource source, FeatureSchema schema, FitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(schema);
        options ??= new FitOptions();
        BadRowLog log = options.BadRows ?? new BadRowLog();
        using PlanFitter fitter = new(source, schema, options);
        using BlockPipeline pipeline = new(source, options.Threads);
        while (pipeline.Next() is { } slot) fitter.Add(slot.Block, log);
        log.Check(atEnd: true);
        if (fitter.Rows == 0) throw new BadDataException($"'{source.Name}' has no row to fit a plan on; {log}.");
        return fitter.Build();
    }
}
