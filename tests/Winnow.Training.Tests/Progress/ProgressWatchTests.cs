using Winnow.Training.Progress;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Progress;

public sealed class ProgressWatchTests
{
    [Fact]
    public void Observe_MetricThatRisesThenFalls_RemembersTheBestAndStopsAfterPatience()
    {
        ProgressWatch watch = new(new EarlyStoppingOptions { Patience = 2 }, new PlateauOptions());

        Assert.True(watch.Observe(0.70, step: 10));
        Assert.True(watch.Observe(0.80, step: 20));
        Assert.False(watch.Observe(0.79, step: 30));
        Assert.False(watch.ShouldStop);
        Assert.False(watch.Observe(0.80, step: 40));

        Assert.True(watch.ShouldStop);
        Assert.Equal((0.80, 20L), (watch.State.Best!.Value, watch.State.BestStep));
    }

    [Fact]
    public void Observe_LogLoss_LessIsBetter()
    {
        ProgressWatch watch = new(new EarlyStoppingOptions { Metric = WatchedMetric.LogLoss }, new PlateauOptions());

        Assert.True(watch.Observe(0.5, 1));
        Assert.False(watch.Observe(0.6, 2));
        Assert.True(watch.Observe(0.4, 3));
    }

    [Fact]
    public void Observe_Plateau_LowersTheRateEachPatienceDownToTheFloor()
    {
        ProgressWatch watch = new(new EarlyStoppingOptions { Patience = 0 }, new PlateauOptions { Factor = 0.1f, Patience = 2, Floor = 0.05f });
        float[] factors = [.. new[] { 0.9, 0.8, 0.8, 0.8, 0.8, 0.95, 0.9 }.Select((m, i) =>
        {
            watch.Observe(m, i);
            return watch.State.RateFactor;
        })];

        Assert.Equal([1, 1, 0.1f, 0.1f, 0.05f, 0.05f, 0.05f], factors);
        Assert.False(watch.ShouldStop);
    }

    [Fact]
    public void State_TakenOverByAnotherWatch_GoesOnTheSame()
    {
        EarlyStoppingOptions stopping = new() { Patience = 3 };
        ProgressWatch first = new(stopping, new PlateauOptions { Factor = 0.5f });
        first.Observe(0.9, 1);
        first.Observe(0.8, 2);
        ProgressWatch second = new(stopping, new PlateauOptions { Factor = 0.5f }) { State = first.State };

        first.Observe(0.7, 3);
        second.Observe(0.7, 3);

        Assert.Equal(first.State, second.State);
    }
}
