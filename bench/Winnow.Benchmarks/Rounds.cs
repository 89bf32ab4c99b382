using System.Diagnostics;

namespace Winnow.Benchmarks;

/// <summary>Timing on a machine that is not quiet: rivals take turns, the median of the rounds counts.</summary>
internal static class Rounds
{
    /// <summary>Medians of what each contestant returns, all running once a round, in turn.</summary>
    /// <param name="rounds">Number of rounds; one more comes first and is thrown away.</param>
    /// <param name="contestants">Each measures itself once.</param>
    internal static double[] Medians(int rounds, params ReadOnlySpan<Func<double>> contestants)
    {
        double[][] results = new double[contestants.Length][];
        for (int i = 0; i < results.Length; i++) results[i] = new double[rounds];
        for (int round = -1; round < rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                double result = contestants[i]();
                if (round >= 0) results[i][round] = result;
            }
        }
        return [.. results.Select(Median)];
    }

    /// <summary>Seconds that one call takes, called often enough to last <paramref name="seconds"/>.</summary>
    /// <param name="call">What is timed.</param>
    /// <param name="seconds">Length of a round.</param>
    /// <param name="processor">Whether to count the time on the processor only: right for one thread on a machine that others
    /// use too, meaningless for several. Otherwise the clock on the wall.</param>
    internal static double SecondsPerCall(Action call, double seconds, bool processor = false)
    {
        TimeSpan start = Now(processor);
        int calls = 0;
        double elapsed;
        do
        {
            call();
            calls++;
            elapsed = (Now(processor) - start).TotalSeconds;
        }
        while (elapsed < seconds);
        return elapsed / calls;
    }

    private static TimeSpan Now(bool processor) =>
        processor ? Environment.CpuUsage.TotalTime : TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);

    internal static double Median(double[] values)
    {
        if (values.Length == 0) return double.NaN;
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
