using Winnow.Numerics;

namespace Winnow.Training.Tuning;

/// <summary>A model under way: can learn on to a number of epochs and be judged there.</summary>
public interface IHalvingTrial : IDisposable
{
    /// <summary>Learns on to so many epochs in all and measures the validation metric.</summary>
    /// <param name="epochs">Epochs since the beginning; never fewer than at the call before.</param>
    /// <param name="cancel">Stops in between.</param>
    /// <returns>The metric; higher is better.</returns>
    double AdvanceTo(int epochs, CancellationToken cancel);
}

/// <summary>How successive halving is run.</summary>
public sealed record SuccessiveHalvingOptions
{
    /// <summary>Points drawn at random for the first round, at least 1. Default 27.</summary>
    public int Cases { get; init; } = 27;

    /// <summary>Epochs of the first round, at least 1. Default 5.</summary>
    public int LeastEpochs { get; init; } = 5;

    /// <summary>Epochs at most, at least <see cref="LeastEpochs"/>. Default 135.</summary>
    public int MostEpochs { get; init; } = 135;

    /// <summary>One of so many goes on to the next round, which has so many times the epochs; at least 2. Default 3.</summary>
    public int Factor { get; init; } = 3;

    /// <summary>Seed, record, subject and eyes; cases and random starts are not used.</summary>
    public TunerOptions Tuner { get; init; } = new();
}

/// <summary>Searches among models that learn in passes: many begin, the better ones go on.</summary>
/// <remarks>Jamieson and Talwalkar, AISTATS 2016; the bracket of Li et al., JMLR 18(185), 2018, with most arms. Models of a round stay in
/// memory. A replayed record gives the same trials; only models that go on behind it are trained again.</remarks>
public static class SuccessiveHalving
{
    /// <summary>Runs the rounds.</summary>
    /// <param name="space">What is varied.</param>
    /// <param name="begin">Makes the model of a point.</param>
    /// <param name="options">Budget and seed.</param>
    /// <param name="cancel">Stops between two trials.</param>
    /// <returns>A trial for each model and round; the best may be of any round, its epochs tell which.</returns>
    /// <exception cref="InvalidOperationException">Every trial failed; the message has the first error.</exception>
    public static TuningResult Run(SearchSpace space, Func<SearchPoint, IHalvingTrial> begin, SuccessiveHalvingOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        string search = $"halving; {options.Tuner.Subject}; {space}; cases {options.Cases}; epochs {options.LeastEpochs} to {options.MostEpochs}; "
            + $"factor {options.Factor}; seed {options.Tuner.Seed}";
        using TrialRecord record = options.Tuner.Record is { } path ? TrialRecord.Open(path, search) : TrialRecord.None();
        Arm[] arms = [.. Draw(space, options).Select(p => new Arm(p, begin))];
        try
        {
            return RunRounds(arms, record, options, cancel);
        }
        finally
        {
            foreach (Arm arm in arms) arm.Dispose();
        }
    }

    private static TuningResult RunRounds(Arm[] arms, TrialRecord record, SuccessiveHalvingOptions options, CancellationToken cancel)
    {
        List<Trial> trials = [];
        Trial? best = null;
        for (int epochs = options.LeastEpochs; ; epochs = (int)Math.Min((long)epochs * options.Factor, options.MostEpochs))
        {
            foreach (Arm arm in arms)
            {
                int at = epochs;
                Trial trial = record.Replay(arm.Point.Settings)
                    ?? Tuner.Measure(arm.Point, trials.Count + 1, (_, c) => new Measurement(arm.AdvanceTo(at, c), at), record, options.Tuner.Time, cancel);
                trials.Add(trial);
                arm.Value = trial.Value ?? double.NegativeInfinity;
                if (trial.Value > (best?.Value ?? double.NegativeInfinity)) best = trial;
                options.Tuner.OnTrial?.Invoke(trial, best);
            }
            Arm[] better = [.. arms.Where(a => a.Value > double.NegativeInfinity).OrderByDescending(a => a.Value).Take(arms.Length / options.Factor)];
            foreach (Arm arm in arms.Except(better)) arm.Dispose();
            if (better.Length == 0 || epochs == options.MostEpochs) break;
            arms = better;
        }
        return new TuningResult(best ?? throw Tuner.AllFailed(trials), trials, record.Replayed);
    }

    private static List<SearchPoint> Draw(SearchSpace space, SuccessiveHalvingOptions options)
    {
        RandomStream random = new(options.Tuner.Seed, "halving");
        List<SearchPoint> points = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        for (int i = 0; i < 1_000 + options.Cases && points.Count < options.Cases; i++)
        {
            SearchPoint point = space.Draw(random.Fork((ulong)i));
            if (known.Add(point.ToString())) points.Add(point);
        }
        return points;
    }

    private static void Check(SuccessiveHalvingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Cases, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LeastEpochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostEpochs, options.LeastEpochs);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Factor, 2);
    }

    /// <summary>A point and its model, made when it is first needed: a replayed trial needs none.</summary>
    private sealed class Arm(SearchPoint point, Func<SearchPoint, IHalvingTrial> begin) : IDisposable
    {
        private IHalvingTrial? _model;

        public SearchPoint Point => point;

        public double Value { get; set; }

        public double AdvanceTo(int epochs, CancellationToken cancel) => (_model ??= begin(point)).AdvanceTo(epochs, cancel);

        public void Dispose()
        {
            _model?.Dispose();
            _model = null;
        }
    }
}
