namespace Winnow.Serving.Tests.Telemetry;

public sealed class LiveWindowTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly HandClock _clock = new(s_start);

    [Fact]
    public void Report_LatenciesOfAllSizes_HasPercentilesWithinTheWidthOfAClass()
    {
        LiveWindow window = new(_clock);
        double[] milliseconds = [.. Enumerable.Range(0, 1000).Select(i => 0.1 * Math.Pow(1.01, i % 900))];       // 0.1 ms to 770 ms
        foreach (double ms in milliseconds) window.Answered(TimeSpan.FromMilliseconds(ms), []);
        _clock.Now = s_start.AddSeconds(1);

        LivePoint all = window.Report(1, 1).Total;

        Array.Sort(milliseconds);
        foreach ((double share, double? reported) in ((double, double?)[])[(0.5, all.P50), (0.95, all.P95), (0.99, all.P99)])
        {
            double exact = milliseconds[(int)Math.Ceiling(share * milliseconds.Length) - 1];
            Assert.InRange(reported!.Value / exact, 1 / Math.Sqrt(1.1) * 0.9999, Math.Sqrt(1.1) * 1.0001);       // the middle of a class 10 % wide
        }
    }

    [Fact]
    public void Report_SecondsApart_CountsEachInItsOwnPoint()
    {
        LiveWindow window = new(_clock);
        StageReport good = new(StageNames.Recall, 100, 10, TimeSpan.Zero, null, []), bad = new(StageNames.Rank, 10, 5, TimeSpan.Zero, "late", []);
        window.Answered(TimeSpan.FromMilliseconds(1), [good]);
        window.Answered(TimeSpan.FromMilliseconds(1), [good, bad]);
        _clock.Now = s_start.AddSeconds(3);
        window.Refused(429);
        window.Refused(503);
        _clock.Now = s_start.AddSeconds(4);

        LiveReport report = window.Report(4, 2);

        Assert.Equal([s_start, s_start.AddSeconds(2)], report.Points.Select(p => p.Time));
        Assert.Equal((2, 1, 0, 0), (report.Points[0].Answered, report.Points[0].Degraded, report.Points[0].Refused, report.Points[0].Failed));
        Assert.Equal(1, report.Points[0].Degradations[StageNames.Rank]);
        Assert.DoesNotContain(StageNames.Recall, report.Points[0].Degradations);
        Assert.Equal((0, 1, 1), (report.Points[1].Answered, report.Points[1].Refused, report.Points[1].Failed));
        Assert.Null(report.Points[1].P50);
        Assert.Equal((2, 1, 1, 1), (report.Total.Answered, report.Total.Degraded, report.Total.Refused, report.Total.Failed));
    }

    [Fact]
    public void Report_LongAfter_HasForgotten()
    {
        LiveWindow window = new(_clock);
        window.Answered(TimeSpan.FromMilliseconds(1), []);
        _clock.Now = s_start.AddSeconds(LiveWindow.Seconds);        // the ring comes round to the same place
        Assert.Equal(0, window.Report(LiveWindow.Seconds - 1, 1).Total.Answered);
        window.Answered(TimeSpan.FromMilliseconds(1), []);
        _clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(1, window.Report(1, 1).Total.Answered);
    }

    [Theory]
    [InlineData(0, 1), InlineData(10, 0), InlineData(10, 3), InlineData(LiveWindow.Seconds, 1)]
    public void Report_OfWhatIsNotKept_Throws(int seconds, int step) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LiveWindow(_clock).Report(seconds, step));

    [Fact]
    public void Latest_MoreThanAreKept_GivesTheLastOnesOfAUserLatestFirst()
    {
        RequestRecorder recorder = new(_clock, capacity: 4);
        for (int i = 0; i < 10; i++)
        {
            FunnelRequest request = new() { User = i % 2 == 0 ? "even" : "odd" };
            recorder.Record(new RecordedRequest($"{i}", s_start, TimeSpan.Zero, "main", request, UserState.Unknown, new FunnelAnswer("r", [], [], [])));
        }
        Assert.Equal(["9", "8", "7", "6"], recorder.Latest(null, 100).Select(r => r.RequestId));
        Assert.Equal(["9", "7"], recorder.Latest("odd", 100).Select(r => r.RequestId));
        Assert.Equal(["8"], recorder.Latest("even", 1).Select(r => r.RequestId));
        Assert.Empty(recorder.Latest("nobody", 100));
    }

    private sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
