namespace Winnow.Training.Tuning;

/// <summary>Searches for the settings with the highest validation metric.</summary>
public static class Tuner
{
    /// <summary>Runs a Bayesian search.</summary>
    /// <param name="space">What is varied.</param>
    /// <param name="measure">Measures a point; an exception fails this trial, which is recorded and counts as worst.</param>
    /// <param name="options">Budget, seed, record.</param>
    /// <param name="cancel">Stops between two trials, and within one where <paramref name="measure"/> heeds it.</param>
    /// <exception cref="InvalidOperationException">Every trial failed; the message has the first error.</exception>
    /// <exception cref="Storage.StorageException">The record is of another search or cannot be written.</exception>
    public static TuningResult Run(SearchSpace space, Func<SearchPoint, CancellationToken, Measurement> measure, TunerOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cases, 1);
        string search = $"bayesian; {options.Subject}; {space}; random {options.Random}; seed {options.Seed}";
        using TrialRecord record = options.Record is { } path ? TrialRecord.Open(path, search) : TrialRecord.None();
        BayesianSearch bayesian = new(space, options.Random, options.Seed);
        List<Trial> trials = [];
        Trial? best = null;
        while (trials.Count < options.Cases && bayesian.Ask() is { } point)
        {
            Trial trial = record.Replay(point.Settings) ?? Measure(point, trials.Count + 1, measure, record, options.Time, cancel);
            trials.Add(trial);
            bayesian.Tell(point, trial.Value);
            if (trial.Value > (best?.Value ?? double.NegativeInfinity)) best = trial;
            options.OnTrial?.Invoke(trial, best);
        }
        return new TuningResult(best ?? throw AllFailed(trials), trials, record.Replayed);
    }

    internal static Trial Measure(
        SearchPoint point, int number, Func<SearchPoint, CancellationToken, Measurement> measure, TrialRecord record, TimeProvider time, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        long start = time.GetTimestamp();
        Trial trial;
        try
        {
            Measurement measured = measure(point, cancel);
            bool finite = double.IsFinite(measured.Value);
            trial = new Trial(number, point.Settings, finite ? measured.Value : null, measured.Epochs, finite ? null : $"The metric is {measured.Value}.", Elapsed());
        }
        catch (Exception e) when (e is not OperationCanceledException)      // any fault of a model is a result of the search
        {
            trial = new Trial(number, point.Settings, null, null, $"{e.GetType().Name}: {e.Message}", Elapsed());
        }
        record.Add(trial);
        return trial;

        double Elapsed() => time.GetElapsedTime(start).TotalSeconds;
    }

    internal static InvalidOperationException AllFailed(List<Trial> trials) =>
        new($"All {trials.Count} trials failed, the first with: {trials[0].Error} Mend the recipe or narrow the search space.");
}
