using System.Diagnostics;
using Winnow.Benchmarks.Gemm;
using Winnow.Data;
using Winnow.Models;
using Winnow.Numerics;

namespace Winnow.Benchmarks.Factorization;

/// <summary>Fitting the factor models with the settings of the RecSys 2019 study, and steps of the neural ones.</summary>
public sealed class FactorizationBenchmark : IBenchmark
{
    private const int Rounds = 3, StepRounds = 7;
    private const double RoundSeconds = 0.5;
    private const string Study = "the study's code, seconds on another machine of 2 cores";

    public string Name => "factorization";

    public string Summary =>
        "Factor models fitted on NCF ML-1M with the published settings of the RecSys 2019 study (journal version), medians, beside the seconds its own code took on another machine of 2 cores and beside limits of this machine measured in the same run.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        using WorkerTeam team = new(Math.Min(2, Environment.ProcessorCount));
        Interactions train = PublishedSplits.Load("ncf-ml-1m", new DatasetStore()).Train;
        (double peak, string threads) = (FmaPeak.Measure(team), $"{team.Threads} threads");
        _ = (train.ByUser.Entries, train.ByItem.Entries);

        ImplicitAlsOptions als = new() { Factors = 46, Scaling = ConfidenceScaling.Log, Alpha = 50, Epsilon = 10, L2 = 1e-5, Epochs = 10 };
        double seconds = Report(progress, "iALS, 46 factors, 10 passes", Fit(als, train, team));
        yield return new BenchmarkRow($"iALS, 46 factors, 10 passes, {threads}", seconds, 12.03, Study, "s", LessIsBetter: true);
        yield return new BenchmarkRow($"iALS, 46 factors, 10 passes, {threads}", AlsFlops(train, als) / seconds / 1e9, peak / 2, "multiply-add limit in float64", "GFLOP/s");

        seconds = Report(progress, "PureSVD, 52 factors", Fit(new PureSvdOptions { Factors = 52 }, train, team));
        yield return new BenchmarkRow($"PureSVD, 52 factors, {threads}", seconds, 0.62, Study, "s", LessIsBetter: true);

        SlimBprOptions slim = new()
        {
            TopK = 1000, Epochs = 285, LearningRate = 3.08e-2, PositiveL2 = 1e-2, NegativeL2 = 4.51e-3, Sampling = PairwiseSampling.ByUser, StudyOrientation = true,
        };
        seconds = Report(progress, "SLIM-BPR, 285 passes", Fit(slim, train, team));
        yield return new BenchmarkRow("SLIM-BPR, 285 passes, 1 thread", seconds, 15.37, Study, "s", LessIsBetter: true);

        BprMfOptions bpr = new() { Factors = 200, Epochs = 625, BatchSize = 8, Rule = PairwiseRule.Adagrad, LearningRate = 5.88e-2, UserL2 = 0, Sampling = PairwiseSampling.ByUser };
        seconds = Report(progress, "BPR-MF, 200 factors, 625 passes", Fit(bpr, train, team));
        yield return new BenchmarkRow("BPR-MF, 200 factors, 625 passes of 6,041 triples, 1 thread", seconds, double.NaN, "no figure", "s", LessIsBetter: true);

        foreach (BenchmarkRow row in NeuMfSteps(train, team, progress)) yield return row;
        foreach (BenchmarkRow row in MultVaeSteps(train, team, progress)) yield return row;
    }

    private static IEnumerable<BenchmarkRow> NeuMfSteps(Interactions train, WorkerTeam team, Action<string> progress)
    {
        NeuMfOptions options = new();
        using NeuMfTraining training = new(options, train.ByUser, new FitContext(team));
        int examples = training.Draw(0);
        Products products = new(options.BatchSize, options.Layers, needsInput: true);
        foreach (NeuMfVariant stage in (NeuMfVariant[])[NeuMfVariant.Gmf, NeuMfVariant.Mlp, NeuMfVariant.NeuMf])
        {
            int at = 0;
            double[] medians = Benchmarks.Rounds.Medians(
                StepRounds,
                () => options.BatchSize / Benchmarks.Rounds.SecondsPerCall(() => training.Step(stage, at = (at + options.BatchSize) % (examples - options.BatchSize)), RoundSeconds),
                () => stage == NeuMfVariant.Gmf ? double.NaN : options.BatchSize / Benchmarks.Rounds.SecondsPerCall(() => products.Run(team), RoundSeconds / 5));
            progress($"NeuMF, stage {stage}: {medians[0]:N0} examples/s");
            yield return new BenchmarkRow($"NeuMF, stage {stage}, batch {options.BatchSize}, {team.Threads} threads", medians[0] / 1e3, medians[1] / 1e3, "its matrix products alone", "k examples/s");
        }
    }

    private static IEnumerable<BenchmarkRow> MultVaeSteps(Interactions train, WorkerTeam team, Action<string> progress)
    {
        MultVaeOptions options = new();
        using MultVaeTraining training = new(options, train.ByUser, new FitContext(team));
        Products decoder = new(options.BatchSize, [options.Latent, options.Hidden, train.Items.Count], needsInput: true);
        Products encoder = new(options.BatchSize, [options.Hidden, 2 * options.Latent], needsInput: true);
        int at = 0;
        double[] medians = Benchmarks.Rounds.Medians(
            StepRounds,
            () => options.BatchSize / Benchmarks.Rounds.SecondsPerCall(() => training.Step(at = (at + options.BatchSize) % 5_000), RoundSeconds),
            () => options.BatchSize / Benchmarks.Rounds.SecondsPerCall(() => { encoder.Run(team); decoder.Run(team); }, RoundSeconds / 2));
        progress($"Mult-VAE: {medians[0]:N0} users/s");
        yield return new BenchmarkRow($"Mult-VAE, batch {options.BatchSize}, {team.Threads} threads", medians[0], medians[1], "its dense matrix products alone", "users/s");
    }

    private static double Fit(RecommenderOptions options, Interactions train, WorkerTeam team)
    {
        double[] seconds = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            ITopNRecommender model = options.Create();
            long start = Stopwatch.GetTimestamp();
            model.Fit(train, new FitContext(team) { Seed = (ulong)i + 1 });
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        return Benchmarks.Rounds.Median(seconds);
    }

    /// <summary>Additions and multiplications of the lower triangles and their factorisations; what is cheaper is left out.</summary>
    private static double AlsFlops(Interactions train, ImplicitAlsOptions options)
    {
        double f = options.Factors, rows = train.Users.Count + train.Items.Count;
        return options.Epochs * ((2.0 * train.ByUser.Entries + rows) * f * f + rows * f * f * f / 3);
    }

    private static double Report(Action<string> progress, string what, double seconds)
    {
        progress($"{what}: {seconds:F2} s");
        return seconds;
    }
}
