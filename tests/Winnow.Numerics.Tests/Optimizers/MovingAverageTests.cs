namespace Winnow.Numerics.Tests.Optimizers;

public sealed class MovingAverageTests
{
    [Fact]
    public void Step_OfWhatBatchNormalisationMeasured_GivesItsRunningStatisticsToTheBit()
    {
        using StepArena arena = new();
        using BatchStatistics seen = new("norm", 3), told = new("norm", 3);
        using NativeBuffer<float> numbers = new(12);
        RandomStream random = new(3, "moving average");
        Tape tape = new(WorkerTeam.Single, arena) { Training = true };
        for (ulong step = 0; step < 20; step++)
        {
            for (ulong i = 0; i < 12; i++) numbers[(nuint)i] = 4 * random.Uniform(12 * step + i) - 1;
            tape.Reset();
            unsafe
            {
                tape.BatchNorm(tape.Input(new MatrixView(numbers.Pointer, 4, 3)), seen);
            }

            told.RunningMean.SetGradient(seen.RunningMean.Gradients);
            told.RunningVariance.SetGradient(seen.RunningVariance.Gradients);
            new MovingAverage { Share = told.RunningMean.AverageShare!.Value }.Step([told.RunningMean, told.RunningVariance], learningRate: 7, WorkerTeam.Single);

            Assert.Equal(seen.RunningMean.Values.ToArray(), told.RunningMean.Values.ToArray());
            Assert.Equal(seen.RunningVariance.Values.ToArray(), told.RunningVariance.Values.ToArray());
        }

        Assert.False(seen.RunningMean.HasGradient);
        Assert.False(told.RunningMean.HasGradient);
    }

    [Fact]
    public void Share_OfOne_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new MovingAverage { Share = 1 });
}
