using System.Globalization;

namespace Winnow.Evaluation.Reports.Internals;

/// <summary>Maps values to a stretch of the drawing and knows where its ticks stand.</summary>
/// <param name="Low">Value at <paramref name="From"/>.</param>
/// <param name="High">Value at <paramref name="To"/>.</param>
/// <param name="From">Coordinate of the low end.</param>
/// <param name="To">Coordinate of the high end.</param>
/// <param name="Ticks">Values with their labels.</param>
internal sealed record Axis(double Low, double High, double From, double To, IReadOnlyList<(double Value, string Label)> Ticks)
{
    /// <summary>Probabilities that a log-odds axis may name.</summary>
    private static readonly (double P, string Label)[] Odds =
    [
        (0.00001, "0.00001"), (0.0001, "0.0001"), (0.001, "0.001"), (0.003, "0.003"), (0.01, "0.01"), (0.03, "0.03"),
        (0.1, "0.1"), (0.25, "0.25"), (0.5, "0.5"), (0.75, "0.75"), (0.9, "0.9"), (0.97, "0.97"), (0.99, "0.99"), (0.999, "0.999"),
    ];

    /// <summary>Milliseconds to days, in seconds.</summary>
    private static readonly double[] Times = [1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 60, 600, 3600, 36_000, 360_000];

    internal double At(double value) => From + (value - Low) / (High - Low) * (To - From);

    /// <summary>An axis whose ends are ticks, the steps being 1, 2, 2.5 or 5 times a power of ten.</summary>
    internal static Axis Nice(double low, double high, double from, double to, int steps)
    {
        if (!(high > low)) (low, high) = (low - 0.5 * Unit(low), high + 0.5 * Unit(high));
        double step = NiceStep((high - low) / steps);
        long first = (long)Math.Floor(low / step + 1e-9), last = (long)Math.Ceiling(high / step - 1e-9);
        return Make(first * step, last * step, from, to, step, first, last);
    }

    /// <summary>An axis that ends where the values do, with ticks between.</summary>
    internal static Axis Tight(double low, double high, double from, double to, int steps)
    {
        if (!(high > low)) return Nice(low, high, from, to, steps);
        double step = NiceStep((high - low) / steps);
        return Make(low, high, from, to, step, (long)Math.Ceiling(low / step - 1e-9), (long)Math.Floor(high / step + 1e-9));
    }

    /// <summary>An axis of log-odds, labelled with probabilities that are at least 34 units apart.</summary>
    internal static Axis LogOdds(double low, double high, double from, double to)
    {
        Axis axis = new(low, high, from, to, []);
        List<(double, string)> ticks = [];
        double last = double.NaN;
        foreach ((double p, string label) in Odds)
        {
            double logit = ScoreHistogram.Logit(p), at = axis.At(logit);
            if (logit < low || logit > high || Math.Abs(at - last) < 34) continue;
            ticks.Add((logit, label));
            last = at;
        }
        return axis with { Ticks = ticks };
    }

    /// <summary>A logarithmic axis of seconds, with ticks at the times people speak of. Place values by <c>At(Math.Log10(seconds))</c>.</summary>
    internal static Axis Time(double low, double high, double from, double to, Func<double, string> label)
    {
        double first = Math.Log10(low / 1.6), last = Math.Log10(high * 1.6);
        double[] spoken = last - first < 2 ? [.. Times, .. Times.SelectMany(time => new[] { 2 * time, 5 * time })] : Times;
        return new Axis(first, last, from, to, [.. spoken.Order().Select(time => (Value: Math.Log10(time), Label: label(time))).Where(tick => tick.Value >= first && tick.Value <= last)]);
    }

    private static Axis Make(double low, double high, double from, double to, double step, long first, long last)
    {
        int decimals = 0;
        while (decimals < 9 && !IsWhole(step * Math.Pow(10, decimals))) decimals++;
        string digits = decimals == 0 ? "#,0" : "0." + new string('0', decimals);
        string format = $"{digits};−{digits};{digits}";
        List<(double, string)> ticks = [];
        for (long n = first; n <= last; n++) ticks.Add((n * step, (n * step).ToString(format, CultureInfo.InvariantCulture)));
        return new Axis(low, high, from, to, ticks);
    }

    private static double NiceStep(double raw)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        foreach (double factor in (double[])[1, 2, 2.5, 5])
            if (raw <= factor * power * (1 + 1e-9)) return factor * power;
        return 10 * power;
    }

    private static bool IsWhole(double value) => Math.Abs(value - Math.Round(value)) < 1e-6;

    private static double Unit(double value) => value == 0 ? 1 : Math.Abs(value);
}
