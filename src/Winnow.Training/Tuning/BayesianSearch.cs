using Winnow.Numerics;
using Winnow.Training.Tuning.Internals;

namespace Winnow.Training.Tuning;

/// <summary>Proposes points where a function, expensive to measure, may be large: a Gaussian process learns from the points measured, and a
/// portfolio of three acquisition functions chooses the next.</summary>
/// <remarks>
/// Snoek, Larochelle and Adams, NIPS 2012; the portfolio is GP-Hedge of Hoffman, Brochu and de Freitas, UAI 2011: expected improvement,
/// upper confidence bound and probability of improvement each name a point, one is chosen with probability ∝ exp(gain), and each gains what
/// the process expects of its point once it knows more. As in skopt's <c>gp_minimize</c> with <c>gp_hedge</c>, which the study of Ferrari
/// Dacrema et al. (RecSys 2019) used; unlike there, ξ and gains are in standard deviations of the values, and no point is proposed twice.
/// <para>What is proposed is a function of the space, the seed and what was told, so a search that is told an old record goes on as if
/// it had never been interrupted. Not thread-safe.</para>
/// </remarks>
public sealed class BayesianSearch
{
    private const int Candidates = 10_000, Refined = 5, RefiningSteps = 40, Restarts = 2, Draws = 1_000;

    private readonly SearchSpace _space;
    private readonly int _random;
    private readonly RandomStream _stream;
    private readonly List<(SearchPoint Point, double? Value)> _told = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly double[] _gains = new double[Acquisition.All.Count];
    private double[]? _hyperparameters;
    private SearchPoint[] _nominated = [];

    /// <summary>Begins a search.</summary>
    /// <param name="space">What is varied.</param>
    /// <param name="random">Points drawn at random before the process is asked, at least 1.</param>
    /// <param name="seed">Seed of all choices.</param>
    public BayesianSearch(SearchSpace space, int random, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfLessThan(random, 1);
        (_space, _random, _stream) = (space, random, new RandomStream(seed, "tuner"));
    }

    /// <summary>The next point to measure; null if every point of the space was told already.</summary>
    public SearchPoint? Ask() => _told.Count < _random || _told.All(t => t.Value is null) ? Fresh(_stream.Fork("random").Fork((ulong)_told.Count)) : Propose();

    /// <summary>Tells what was measured.</summary>
    /// <param name="point">Where.</param>
    /// <param name="value">The value, finite; null: it failed, and counts as the worst value there is.</param>
    public void Tell(SearchPoint point, double? value)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (value is { } known && !double.IsFinite(known)) throw new ArgumentException($"The value at {point} is {known}; tell null for a measurement that failed.", nameof(value));
        _told.Add((point, value));
        _known.Add(point.ToString());
    }

    private SearchPoint? Propose()
    {
        RandomStream own = _stream.Fork("step").Fork((ulong)_told.Count);
        (double[] values, double best) = Standardised();
        GaussianProcess process = GaussianProcess.Fit([.. _told.Select(t => t.Point.Coordinates)], values, _hyperparameters, Restarts, own.Fork("fit"));
        _hyperparameters = process.Logs.ToArray();
        for (int i = 0; i < _nominated.Length; i++) _gains[i] += process.Predict(_nominated[i].Coordinates).Mean;

        double[][] drawn = [.. Enumerable.Range(0, Candidates).Select(i => _space.DrawPlaces(own.Fork("candidates").Fork((ulong)i)))];
        (double Mean, double Deviation)[] expected = Expect(process, drawn);
        SearchPoint?[] nominated = [.. Acquisition.All.Select((a, i) => Best(process, a, best, drawn, expected, own.Fork("refine").Fork((ulong)i)))];
        _nominated = [.. nominated.OfType<SearchPoint>()];
        if (_nominated.Length < nominated.Length) return Fresh(own.Fork("random"));        // the space is all but exhausted
        return _nominated[Choice(SearchSpace.Unit(own.Fork("hedge"), 0))];
    }

    /// <summary>The values in standard deviations, failures as the worst of them, and the largest.</summary>
    private (double[] Values, double Best) Standardised()
    {
        double worst = _told.Min(t => t.Value ?? double.PositiveInfinity);
        double[] values = [.. _told.Select(t => t.Value ?? worst)];
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);
        if (!(deviation > 1e-300)) deviation = 1;
        for (int i = 0; i < values.Length; i++) values[i] = (values[i] - mean) / deviation;
        return (values, values.Max());
    }

    private (double Mean, double Deviation)[] Expect(GaussianProcess process, double[][] drawn)
    {
        double[] coordinates = new double[_space.Coordinates];
        (double Mean, double Deviation)[] expected = new (double, double)[drawn.Length];
        for (int i = 0; i < drawn.Length; i++)
        {
            _space.Embed(drawn[i], coordinates);
            expected[i] = process.Predict(coordinates);
        }
        return expected;
    }

    /// <summary>The most promising point that was not told: the best of the drawn ones, each moved to and fro in ever smaller steps.</summary>
    private SearchPoint? Best(
        GaussianProcess process, Func<double, double, double, double> promise, double best, double[][] drawn, (double Mean, double Deviation)[] expected, RandomStream random)
    {
        double[] promises = [.. expected.Select(e => promise(e.Mean, e.Deviation, best))];
        (int Number, SearchPoint Point)[] starts =
        [
            .. Enumerable.Range(0, drawn.Length).OrderByDescending(i => promises[i]).Select(i => (i, _space.At(drawn[i])))
                .Where(s => !_known.Contains(s.Item2.ToString())).Take(Refined),
        ];
        (SearchPoint? Point, double Promise) chosen = (null, double.NegativeInfinity);
        foreach ((int i, SearchPoint start) in starts)
        {
            (SearchPoint point, double promised) = Refine(process, promise, best, start, promises[i], random.Fork((ulong)i));
            if (promised > chosen.Promise) chosen = (point, promised);
        }
        return chosen.Point;
    }

    private (SearchPoint Point, double Promise) Refine(
        GaussianProcess process, Func<double, double, double, double> promise, double best, SearchPoint start, double promised, RandomStream random)
    {
        (SearchPoint at, double radius) = (start, 0.1);
        for (int step = 0; step < RefiningSteps; step++, radius *= 0.9)
        {
            RandomStream own = random.Fork((ulong)step);
            SearchPoint moved = _space.At([.. at.Places.Select((p, i) => Math.Clamp(p + radius * own.Normal((ulong)i), 0, 1))]);
            (double mean, double deviation) = process.Predict(moved.Coordinates);
            double value = promise(mean, deviation, best);
            if (value > promised && !_known.Contains(moved.ToString())) (at, promised) = (moved, value);
        }
        return (at, promised);
    }

    private int Choice(double unit)
    {
        double most = _gains.Max(), sum = _gains.Sum(g => Math.Exp(g - most));
        for (int i = 0; i < _gains.Length - 1; i++)
        {
            unit -= Math.Exp(_gains[i] - most) / sum;
            if (unit < 0) return i;
        }
        return _gains.Length - 1;
    }

    private SearchPoint? Fresh(RandomStream random)
    {
        for (int i = 0; i < Draws; i++)
        {
            SearchPoint point = _space.Draw(random.Fork((ulong)i));
            if (!_known.Contains(point.ToString())) return point;
        }
        return null;
    }
}
