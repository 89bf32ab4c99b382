namespace Winnow.Numerics.Tests;

public sealed class LearningRateScheduleTests
{
    [Fact]
    public void Constant_AnyStep_StaysTheSame() => AssertRates(new ConstantSchedule(0.5f), (0, 0.5), (1_000_000, 0.5));

    [Fact]
    public void StepDecay_EveryTenSteps_Halves() =>
        AssertRates(new StepDecaySchedule(0.8f, 0.5f, 10), (0, 0.8), (9, 0.8), (10, 0.4), (25, 0.2));

    [Fact]
    public void Linear_ToAFifth_ReachesItAndStays() =>
        AssertRates(new LinearSchedule(1, 10, 0.2f), (0, 1), (5, 0.6), (10, 0.2), (11, 0.2));

    [Fact]
    public void Cosine_ToZero_PassesHalfInTheMiddle() =>
        AssertRates(new CosineSchedule(2, 100), (0, 2), (25, 1 + Math.Sqrt(0.5)), (50, 1), (100, 0), (101, 0));

    [Fact]
    public void WarmUp_FourSteps_RisesThenFollows() =>
        AssertRates(new WarmUpSchedule(new LinearSchedule(1, 8), 4), (0, 0.25), (1, 7 / 8.0 / 2), (3, 5 / 8.0), (4, 0.5), (8, 0));

    [Fact]
    public void Constructor_OutsideRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConstantSchedule(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(1, 0));
        Assert.Throws<ArgumentNullException>(() => new WarmUpSchedule(null!, 3));
    }

    private static void AssertRates(ILearningRateSchedule schedule, params (long Step, double Rate)[] expected)
    {
        foreach ((long step, double rate) in expected) Assert.Equal(rate, schedule.At(step), 1e-6);
    }
}
