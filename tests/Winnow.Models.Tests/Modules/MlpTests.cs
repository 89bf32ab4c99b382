using Winnow.Numerics;

namespace Winnow.Models.Tests;

public sealed class MlpTests
{
    [Fact]
    public void Forward_WithBatchNorm_NormalisesBeforeTheActivation()
    {
        using ParameterFactory make = new(Examples.DenseOnly, 1);
        Mlp mlp = new(make, "deep", 2, new MlpOptions { Hidden = [3], BatchNorm = true, Activation = Activation.Sigmoid }, outputs: 0);
        using StepArena arena = new();
        Tape tape = new(WorkerTeam.Single, arena) { Training = true };
        MatrixView x = tape.AllocateMatrix(4, 2);
        for (int r = 0; r < 4; r++) (x[r, 0], x[r, 1]) = (r, r * r);

        Tensor y = mlp.Forward(tape, tape.Input(x));

        Assert.Equal(["deep.0.weight", "deep.0.norm.gain", "deep.0.norm.bias", "deep.0.norm.mean", "deep.0.norm.variance"],
            make.Parameters.Select(p => p.Name));
        for (int c = 0; c < 3; c++)
        {
            double[] z = [.. Enumerable.Range(0, 4).Select(r => (double)make.Parameters[0].Value[0, c] * r + make.Parameters[0].Value[1, c] * r * r)];
            double mean = z.Average(), variance = z.Average(v => (v - mean) * (v - mean));
            for (int r = 0; r < 4; r++)
                Assert.Equal(1 / (1 + Math.Exp(-(z[r] - mean) / Math.Sqrt(variance + 1e-5))), y.Value[r, c], 1e-5);
        }
    }

    [Fact]
    public void Forward_WithDropout_DiffersInTrainingOnly()
    {
        using ParameterFactory make = new(Examples.DenseOnly, 1);
        Mlp mlp = new(make, "deep", 2, new MlpOptions { Hidden = [64], Dropout = 0.5f });
        using StepArena arena = new();
        Tape tape = new(WorkerTeam.Single, arena);

        float Output(bool training, ulong step)
        {
            tape.Reset();
            tape.Training = training;
            tape.Random = new RandomStream(1, "dropout").Fork(step);
            MatrixView x = tape.AllocateMatrix(1, 2);
            (x[0, 0], x[0, 1]) = (1, -2);
            return mlp.Forward(tape, tape.Input(x)).Scalar;
        }

        Assert.Equal(Output(training: false, 1), Output(training: false, 2));
        Assert.NotEqual(Output(training: true, 1), Output(training: true, 2));
        Assert.Equal(Output(training: true, 2), Output(training: true, 2));
    }

    [Fact]
    public void Forward_NoHiddenLayers_IsLinear()
    {
        using ParameterFactory make = new(Examples.DenseOnly, 1);
        Mlp mlp = new(make, "deep", 2, new MlpOptions { Hidden = [] });
        Assert.Equal(1, mlp.Width);
        Assert.Equal(["deep.out.weight", "deep.out.bias"], make.Parameters.Select(p => p.Name));
    }
}
