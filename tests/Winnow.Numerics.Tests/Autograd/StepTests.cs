namespace Winnow.Numerics.Tests;

/// <summary>What holds for a whole step with every operator in it.</summary>
public sealed class StepTests
{
    [Fact]
    public void Step_OneTwoOrFiveThreads_SameBits()
    {
        List<int>[] results = [.. new[] { 1, 2, 5 }.Select(threads =>
        {
            using StepFixture step = new(threads);
            for (int i = 0; i < 3; i++) Assert.True(float.IsFinite(step.Run()));
            return step.Bits();
        })];
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void Step_Warm_LowersTheLoss()
    {
        using StepFixture step = new(2);
        float first = step.Run(), last = 0;
        for (int i = 0; i < 10; i++) last = step.Run();
        Assert.True(last < first, $"{last} is not below {first}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Step_Warm_AllocatesNothingOnAnyThread(int threads)
    {
        using StepFixture step = new(threads);
        for (int i = 0; i < 8; i++) step.Run();

        Allocations.AssertNone(step.Team, () => step.Run());
    }
}
