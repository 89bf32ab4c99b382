using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models.Tests;

/// <summary>Compares logits, loss and the gradient of every parameter and every table row with a double-precision reference.</summary>
internal static class ModelCheck
{
    private const double Step = 1e-5;

    // A gradient here is a sum over 7 rows of products of at most 8 factors below 2, each product through fewer than 40 roundings.
    private const double Tolerance = 7 * 4 * 40 * 5.96e-8 + 1e-8;

    public static void Run(RankingModelOptions options, FeatureSchema schema, Func<ReferenceBatch, int, double> logit)
    {
        using RankingModel model = options.Create(new ParameterFactory(schema, seed: 3));
        FillParameters(model);
        using Batch batch = Examples.Batch(schema);
        using WorkerTeam team = new(2);
        using StepArena arena = new();
        using EmbeddedBatch x = new(model, team);
        RecordingTable[] tables = [.. model.Tables.Select(t => new RecordingTable(t))];
        Tape tape = new(team, arena) { Training = true };
        x.Pull(batch, tables, PullMode.Training);
        x.Begin(tape);
        Tensor logits = model.Forward(tape, x), loss = model.Loss(tape, logits, x);
        tape.Backward(loss);
        Assert.Null(x.Push(tables));

        ReferenceBatch reference = new(model, batch, tables);
        double Loss() => reference.Loss(r => logit(reference, r));
        for (int r = 0; r < batch.Rows; r++) AssertNear(logit(reference, r), logits.Value[r, 0], $"logit {r}");
        AssertNear(Loss(), loss.Scalar, "loss");
        foreach (Parameter parameter in model.Parameters)
        {
            Assert.True(parameter.HasGradient, parameter.Name);
            CheckAll(reference.Parameter(parameter.Name), i => parameter.Gradients[i], Loss, parameter.Name);
        }
        foreach (RecordingTable table in tables)
            foreach ((ulong key, double[] row) in table.Rows) CheckAll(row, i => table.Gradients[key][i], Loss, $"{table.Name}[{key}]");
    }

    /// <summary>Gives every parameter numbers away from zero, the biases included.</summary>
    private static void FillParameters(RankingModel model)
    {
        Random rng = new(5);
        foreach (Parameter parameter in model.Parameters)
            foreach (ref float v in parameter.Values) v = (float)(1.2 * rng.NextDouble() - 0.6);
    }

    private static void CheckAll(double[] point, Func<int, double> tape, Func<double> loss, string what)
    {
        for (int i = 0; i < point.Length; i++)
        {
            double keep = point[i];
            point[i] = keep + Step;
            double up = loss();
            point[i] = keep - Step;
            double down = loss();
            point[i] = keep;
            AssertNear((up - down) / (2 * Step), tape(i), $"gradient of {what}[{i}]");
        }
    }

    private static void AssertNear(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance, $"{what}: model {actual:g9}, reference {expected:g9}");
}
