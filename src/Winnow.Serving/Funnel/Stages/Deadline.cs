using System.Diagnostics;
using System.Globalization;

namespace Winnow.Serving;

/// <summary>A moment until which something is waited for.</summary>
internal readonly record struct Deadline(long Timestamp, TimeSpan Budget)
{
    /// <summary>So much time from now on.</summary>
    public static Deadline In(TimeSpan budget) => new(Stopwatch.GetTimestamp() + (long)(budget.TotalSeconds * Stopwatch.Frequency), budget);

    /// <summary>Time left; zero if it is over.</summary>
    public TimeSpan Left => TimeSpan.FromTicks(Math.Max(0, Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Timestamp).Ticks));

    /// <summary>Whether it is over.</summary>
    public bool IsOver => Left == TimeSpan.Zero;

    /// <summary>The sooner of this and so much time from now on; zero: this.</summary>
    public Deadline Within(TimeSpan budget)
    {
        if (budget == TimeSpan.Zero) return this;
        Deadline own = In(budget);
        return own.Timestamp < Timestamp ? own : this;
    }

    /// <summary>The budget for people: <c>5 ms</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Budget.TotalMilliseconds:0.###} ms");
}
