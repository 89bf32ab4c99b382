using Winnow.Numerics;

namespace Winnow.Benchmarks.Training;

/// <summary>Examples a second of DeepFM, beside PyTorch and beside the matrix products alone.</summary>
public sealed class TrainingBenchmark : IBenchmark
{
    private const int RoundCount = 5, TorchSteps = 10;
    private const double RoundSeconds = 1;

    public string Name => "training";

    public string Summary =>
        "Training and scoring of DeepFM in examples a second (26 fields of 16 over 4 M rows, 13 numbers, batch 4096, Adagrad and Adam), beside PyTorch doing the same (rounds in turn, medians) and beside the matrix products of the hidden layers alone.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        int threads = Math.Min(2, Environment.ProcessorCount);
        using WorkerTeam team = new(threads);
        foreach (CtrNet net in (CtrNet[])[new([400, 400, 400]), new([64, 32])])
        {
            Round[] rounds = [.. Measure(net, team, progress)];
            string torch = rounds[0].Torch.Version, limit = "its matrix products alone", unit = "examples/s";
            string training = $"{net.Name}, training, {threads} threads", scoring = $"{net.Name}, scoring, {threads} threads";
            yield return new(training, Median(r => r.Training), Median(r => r.Torch.Training), torch, unit);
            yield return new(training, Median(r => r.Training), Median(r => r.TrainingLimit), limit, unit);
            yield return new(scoring, Median(r => r.Scoring), Median(r => r.Torch.Scoring), torch, unit);
            yield return new(scoring, Median(r => r.Scoring), Median(r => r.ScoringLimit), limit, unit);

            double Median(Func<Round, double> of) => Rounds.Median([.. rounds.Select(of)]);
        }
    }

    private static IEnumerable<Round> Measure(CtrNet net, WorkerTeam team, Action<string> progress)
    {
        using CtrTrainer ours = new(net, team);
        using StepProducts products = new(net, team);
        for (int round = -1; round < RoundCount; round++)       // the first one warms up and is thrown away
        {
            Round result = new(
                Rate(ours.Train), Rate(ours.Score), Rate(products.ForwardAndBackward), Rate(products.Forward),
                round < 0 ? TorchPeer.Absent : TorchPeer.Measure(net, team.Threads, TorchSteps));
            if (round < 0) continue;
            progress($"{net.Name}, round {round + 1} of {RoundCount}: {result.Training:F0} examples/s, {result.Torch.Version} {result.Torch.Training:F0}");
            yield return result;
        }
    }

    private static double Rate(Action step) => CtrNet.Batch / Rounds.SecondsPerCall(step, RoundSeconds);

    /// <summary>Examples a second.</summary>
    private sealed record Round(double Training, double Scoring, double TrainingLimit, double ScoringLimit, TorchPeer Torch);
}
