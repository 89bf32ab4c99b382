using System.Diagnostics;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Models;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>Fitting and judging the neighbourhood, walk and linear models on MovieLens 1M, beside the seconds of the study's code and limits of this
/// machine.</summary>
public sealed class LaboratoryBenchmark : IBenchmark
{
    private const int RoundCount = 5, Users = 6040, Items = 3706, Interactions = 994_169;
    private const double JudgeGoalSeconds = 0.5;

    /// <summary>Settings published in 2021 for the leave-one-out split; seconds of the study's unmodified Python and Cython on two cores of a Xeon.</summary>
    private static readonly (string Name, RecommenderOptions Options, double StudySeconds)[] s_models =
    [
        ("ItemKNN cosine BM25", new ItemKnnOptions { TopK = 111, Shrink = 298, FeatureWeighting = FeatureWeighting.Bm25 }, 1.14),
        ("ItemKNN jaccard", new ItemKnnOptions { TopK = 62, Shrink = 19, Similarity = Similarity.Jaccard }, 1.19),
        ("UserKNN cosine BM25", new UserKnnOptions { TopK = 516, FeatureWeighting = FeatureWeighting.Bm25 }, 3.06),
        ("UserKNN jaccard", new UserKnnOptions { TopK = 259, Similarity = Similarity.Jaccard }, 2.88),
        ("P3alpha", new P3AlphaOptions { TopK = 1000, Alpha = 1.2177f }, 4.03),
        ("RP3beta", new Rp3BetaOptions { TopK = 546, Alpha = 1.0807f, Beta = 0.7029f, Normalize = true }, 3.52),
        ("EASE^R", new EaseROptions { L2 = 1320 }, 8.77),
        ("SLIM elastic net", new SlimElasticNetOptions { TopK = 544, L1Ratio = 1.19e-5f, Alpha = 0.0788f }, 109.32),
    ];

    public string Name => "laboratory";

    public string Summary =>
        "Fitting (medians of 5 rounds, 2 for SLIM) and judging (all users × all items, HR and NDCG) at the size of MovieLens 1M, 2 threads, beside the study's own code on two cores of another machine, and beside limits measured in the same run.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        using WorkerTeam team = new(Environment.ProcessorCount);
        (Interactions train, HeldOut test, string data) = Load(team, progress);
        FitContext context = new(team);
        foreach ((string name, RecommenderOptions options, double study) in s_models)
        {
            ITopNRecommender model = options.Create();
            double fit = Rounds.Medians(options is SlimElasticNetOptions ? 2 : RoundCount, () => Seconds(() => model.Fit(train, context)))[0];
            progress($"{name}: fit {fit:F3} s");
            yield return new BenchmarkRow($"{name}, fit, {data}", fit, study, "the study's code, other machine", "s", LessIsBetter: true);
            TopNOptions how = new() { Cutoffs = [10] };
            double judge = Rounds.Medians(RoundCount, () => Seconds(() => TopNEvaluator.Evaluate(model, test, how, train.ByItem, team)))[0];
            progress($"{name}: judge {judge:F3} s");
            yield return new BenchmarkRow($"{name}, judge all users × items", judge, JudgeGoalSeconds, "goal", "s", LessIsBetter: true);
        }
        foreach (int n in (int[])[Items, 2 * Items]) yield return Inversion(n, team, progress);
    }

    private static double Seconds(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        call();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>The work of EASE^R: n³ operations of factor, inverse and product, against the rate of one product in the same rounds.</summary>
    private static unsafe BenchmarkRow Inversion(int n, WorkerTeam team, Action<string> progress)
    {
        using NativeBuffer<float> a = new((nuint)n * (nuint)n), b = new((nuint)n * (nuint)n), c = new((nuint)n * (nuint)n);
        MatrixView square = new(a.Pointer, n, n), left = new(b.Pointer, n, n), right = new(c.Pointer, n, n);
        new RandomStream(1, "inversion").FillUniform(b.Span, -1, 1);
        double flops = (double)n * n * n;
        double[] rates = Rounds.Medians(
            3,
            () =>
            {
                left.CopyTo(square);
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < i; j++) square[j, i] = square[i, j];
                    square[i, i] = 2 * n;
                }
                return flops / Seconds(() => PositiveDefinite.Invert(square, team)) / 1e9;
            },
            () => 2 * flops / Seconds(() => Winnow.Numerics.Gemm.Multiply(Transpose.No, left, Transpose.No, left, right, accumulate: false, team)) / 1e9);
        progress($"inversion of {n}: {rates[0]:F0} GFLOP/s, product {rates[1]:F0}");
        return new BenchmarkRow($"EASE^R: Cholesky and inverse of {n} × {n}", rates[0], rates[1], "our product of the same size, same rounds", "GFLOP/s");
    }

    private static (Interactions Train, HeldOut Test, string Data) Load(WorkerTeam team, Action<string> progress)
    {
        try
        {
            InteractionSplit split = PublishedSplits.Load("ncf-ml-1m", new DatasetStore());
            HeldOut test = split.Test;
            _ = split.Train.ByItem;
            return (split.Train, new HeldOut([.. test.Users], test.Histories, test.Relevant), "MovieLens 1M");
        }
        catch (DatasetUnavailableException)
        {
            progress("No MovieLens 1M: generated interactions of its size (set WINNOW_DATA).");
            Interactions log = SkewedLog.Make(Users, Items, Interactions, team);
            int[] everybody = [.. Enumerable.Range(0, Users)];
            CsrMatrix held = CsrMatrix.FromEntries(Users, Items, everybody, [.. everybody.Select(user => user % Items)]);
            _ = log.ByItem;
            return (log, new HeldOut(everybody, log.ByUser, held), "generated, its size");
        }
    }
}
