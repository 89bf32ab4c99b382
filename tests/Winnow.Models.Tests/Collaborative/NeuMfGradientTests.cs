using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>The whole loss of each form of NeuMF, in float64 as the paper writes it, against the tape.</summary>
public sealed class NeuMfGradientTests
{
    private const int Users = 60, Items = 40, Batch = 30;

    [Theory, InlineData(NeuMfVariant.Gmf), InlineData(NeuMfVariant.Mlp), InlineData(NeuMfVariant.NeuMf)]
    public void Gradients_WholeLoss_EqualCentralDifferences(NeuMfVariant stage)
    {
        NeuMfOptions options = new() { Factors = 3, Layers = [6, 5, 4], BatchSize = Batch, InitialDeviation = 0.7 };
        using NeuMfTraining training = new(options, Playlists.Make(Users, Items).ByUser, new FitContext(WorkerTeam.Single));
        training.Draw(0);
        RecommenderState state = new();
        training.Net(stage).Save(state);            // also fuses, where that is the stage
        foreach (Parameter bias in training.Parameters(stage).Where(p => p.Name.EndsWith("bias", StringComparison.Ordinal)))
            bias.Values.Fill(0.1f);                 // at 0, an example without active units would stand on the kink of the next ReLU
        float loss = training.Gradients(stage, 0, out NeuMfTraining.Block gmf, out NeuMfTraining.Block mlp);
        int[] rows = training.Rows.ToArray();

        double[] gmfTable = Doubles(state, "gmf"), mlpTable = Doubles(state, "mlp");
        List<double[]> parameters = [.. training.Parameters(stage).Select(p => p.Values.ToArray().Select(x => (double)x).ToArray())];
        Assert.Equal(Loss(), loss, 1e-5);
        for (int p = 0; p < parameters.Count; p++)
        {
            Parameter parameter = training.Parameters(stage)[p];
            CentralDifferences.Check(parameters[p], i => parameter.Gradients[i], Loss, 2e-6, parameter.Name);
        }
        if (stage != NeuMfVariant.Mlp) CentralDifferences.Check(gmfTable, i => RowGradient(gmf.Gradient, i, 3), Loss, 2e-6, "gmf");
        if (stage != NeuMfVariant.Gmf) CentralDifferences.Check(mlpTable, i => RowGradient(mlp.Gradient, i, 3), Loss, 2e-6, "mlp");

        double RowGradient(MatrixView gradient, int i, int dim)
        {
            int slot = Array.IndexOf(rows, i / dim);
            return slot < 0 ? 0 : gradient[slot, i % dim];
        }

        double Loss()
        {
            double sum = 0;
            for (int n = 0; n < Batch; n++)
            {
                (int user, int item, bool taken) = training.Samples[n];
                double z = Logit(user, Users + item), y = taken ? 1 : 0;
                sum += Math.Max(z, 0) - z * y + Math.Log(1 + Math.Exp(-Math.Abs(z)));
            }
            return sum / Batch;
        }

        double Logit(int user, int item)
        {
            double z = parameters[^1][0];
            if (stage != NeuMfVariant.Mlp)
            {
                double[] output = stage == NeuMfVariant.Gmf ? parameters[0] : parameters[^3];
                for (int d = 0; d < 3; d++) z += output[d] * gmfTable[user * 3 + d] * gmfTable[item * 3 + d];
            }
            if (stage == NeuMfVariant.Gmf) return z;
            double[] x = [.. mlpTable.Skip(user * 3).Take(3), .. mlpTable.Skip(item * 3).Take(3)];
            for (int layer = 0; layer < 2; layer++)
            {
                double[] weight = parameters[2 * layer], bias = parameters[2 * layer + 1], y = new double[bias.Length];
                for (int c = 0; c < y.Length; c++)
                {
                    y[c] = bias[c];
                    for (int r = 0; r < x.Length; r++) y[c] += x[r] * weight[r * y.Length + c];
                    y[c] = Math.Max(y[c], 0);
                }
                x = y;
            }
            for (int d = 0; d < x.Length; d++) z += x[d] * parameters[^2][d];
            return z;
        }
    }

    /// <summary>Equation 13: the fused logit is the mean of the two logits.</summary>
    [Fact]
    public void Fuse_AfterPretraining_GivesTheMeanOfBothLogits()
    {
        NeuMfOptions options = new() { Factors = 4, Layers = [8, 5], BatchSize = 64 };
        using NeuMfTraining training = new(options, Playlists.Make(Users, Items).ByUser, new FitContext(WorkerTeam.Single));
        training.Run(NeuMfVariant.Gmf, 0);
        training.Run(NeuMfVariant.Mlp, 1);
        float[] gmf = new float[Items], mlp = new float[Items], fused = new float[Items];
        training.Net(NeuMfVariant.Gmf).Score(3, [], gmf);
        training.Net(NeuMfVariant.Mlp).Score(3, [], mlp);
        training.Net(NeuMfVariant.NeuMf).Score(3, [], fused);
        for (int item = 0; item < Items; item++) Assert.Equal((gmf[item] + mlp[item]) / 2, fused[item], 1e-5f);
    }

    private static double[] Doubles(RecommenderState state, string name) => [.. state.Floats(name).Select(x => (double)x)];
}
