namespace Winnow.Serving;

/// <summary>Requests of the last five minutes, counted by the second. Safe from any thread; its memory does not grow.</summary>
/// <remarks>Latency is counted in classes 10 % wide, so a percentile is at most 5 % off; those from 0.05 ms to 8 s are told apart.</remarks>
public sealed class LiveWindow
{
    /// <summary>Seconds that are looked back on.</summary>
    public const int Seconds = 300;

    private const double Shortest = 0.05;      // ms
    private const double Growth = 1.1;
    private const int Classes = 127;           // 0.05 ms · 1.1^126 ≈ 8.2 s
    private static readonly double s_logGrowth = Math.Log(Growth);

    private readonly TimeProvider _time;
    private readonly Second[] _ring;
    private readonly Lock _gate = new();

    /// <summary>An empty window.</summary>
    public LiveWindow(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, _ring) = (time, new Second[Seconds]);
        for (int i = 0; i < _ring.Length; i++) _ring[i] = new Second();
    }

    /// <summary>Counts an answer.</summary>
    /// <param name="duration">From arrival to answer.</param>
    /// <param name="stages">What the stages did.</param>
    public void Answered(TimeSpan duration, IReadOnlyList<StageReport> stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        lock (_gate)
        {
            Second second = Present();
            second.Answered++;
            second.Latencies[Class(duration.TotalMilliseconds)]++;
            bool degraded = false;
            for (int i = 0; i < stages.Count; i++)
            {
                if (stages[i].Degradation is null) continue;
                degraded = true;
                second.Degradations[stages[i].Stage] = second.Degradations.GetValueOrDefault(stages[i].Stage) + 1;
            }
            if (degraded) second.Degraded++;
        }
    }

    /// <summary>Counts a request that got no answer.</summary>
    /// <param name="status">The HTTP status it got; from 500 on the fault is the server's.</param>
    public void Refused(int status)
    {
        lock (_gate)
        {
            if (status >= 500) Present().Failed++;
            else Present().Refused++;
        }
    }

    /// <summary>What happened in the last seconds, the present one, which is not over, left out.</summary>
    /// <param name="seconds">How far to look back, in [1, <see cref="Seconds"/> − 1].</param>
    /// <param name="step">Seconds that are put together, at least 1; a divisor of <paramref name="seconds"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not as said.</exception>
    public LiveReport Report(int seconds, int step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(seconds, step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, Seconds - 1);
        if (seconds % step != 0) throw new ArgumentOutOfRangeException(nameof(step), step, $"A step must divide the {seconds} seconds.");
        lock (_gate)
        {
            // Steps begin at whole multiples, so that a point of a chart does not change as time goes by.
            long end = Now() / step * step, start = end - seconds;
            LivePoint[] points = new LivePoint[seconds / step];
            Second all = new();
            for (int i = 0; i < points.Length; i++)
            {
                Second sum = new();
                for (long at = start + i * step; at < start + (i + 1) * step; at++)
                    if (_ring[(int)(at % Seconds)] is var second && second.At == at) sum.Add(second);
                all.Add(sum);
                points[i] = sum.ToPoint(start + i * step);
            }
            return new LiveReport(step, points, all.ToPoint(start));
        }
    }

    private long Now() => _time.GetUtcNow().ToUnixTimeSeconds();

    private Second Present()
    {
        long now = Now();
        Second second = _ring[(int)(now % Seconds)];
        if (second.At != now) second.Begin(now);
        return second;
    }

    private static int Class(double milliseconds) =>
        milliseconds <= Shortest ? 0 : Math.Min(Classes - 1, 1 + (int)(Math.Log(milliseconds / Shortest) / s_logGrowth));

    private sealed class Second
    {
        public long At { get; private set; } = -1;
        public int Answered { get; set; }
        public int Degraded { get; set; }
        public int Refused { get; set; }
        public int Failed { get; set; }
        public int[] Latencies { get; } = new int[Classes];
        public Dictionary<string, int> Degradations { get; } = new(StringComparer.Ordinal);

        public void Begin(long at)
        {
            (At, Answered, Degraded, Refused, Failed) = (at, 0, 0, 0, 0);
            Array.Clear(Latencies);
            Degradations.Clear();
        }

        public void Add(Second other)
        {
            (Answered, Degraded, Refused, Failed) = (Answered + other.Answered, Degraded + other.Degraded, Refused + other.Refused, Failed + other.Failed);
            for (int i = 0; i < Classes; i++) Latencies[i] += other.Latencies[i];
            foreach ((string stage, int count) in other.Degradations) Degradations[stage] = Degradations.GetValueOrDefault(stage) + count;
        }

        public LivePoint ToPoint(long at) => new(
            DateTimeOffset.FromUnixTimeSeconds(at), Answered, Degraded, Refused, Failed, Percentile(0.5), Percentile(0.95), Percentile(0.99), Degradations);

        /// <summary>The middle of the class in which the percentile lies, in ms; null if nothing was answered.</summary>
        private double? Percentile(double share)
        {
            if (Answered == 0) return null;
            long rank = Math.Max(1, (long)Math.Ceiling(share * Answered)), seen = 0;
            int i = 0;
            while ((seen += Latencies[i]) < rank) i++;
            return i == 0 ? Shortest : Shortest * Math.Pow(Growth, i - 0.5);
        }
    }
}
