using System.Globalization;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>Judging recommenders on a catalogue of the size of MovieLens 1M, all metrics at three cut-offs, beside what the machine needs at least and
/// beside numpy's partition of the same scores.</summary>
internal sealed class EvaluationBenchmark : IBenchmark
{
    private const double RoundSeconds = 0.5, Goal = 0.5;
    private const int Rounds = 5;

    private static readonly TopNMetric[] AllMetrics = [.. Enum.GetValues<TopNMetric>()];

    public string Name => "evaluation";

    public string Summary => "Full evaluation of 6,040 users × 3,706 items, all metrics @5, 10, 20, beside its product, a pass over the scores, and numpy.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        using WorkerTeam team = new(Environment.ProcessorCount);
        using EvaluationCase data = new();
        using PythonPeer? numpy = PythonPeer.TryStart(Path.Combine(AppContext.BaseDirectory, "Evaluation", "numpy_peer.py"), [], out string version);
        if (numpy is null) progress("No numpy: its row stays empty (python3-numpy is needed).");
        VectorScorer vectors = new(data);
        SparseScorer sparse = new(data);
        GivenScorer given = new(data);
        TopNOptions options = new(), likeness = new() { ItemVectors = data.TrainByItem }, study = new() { Ties = TieOrder.NumpyIntrosort };
        TopNOptions sampled = new() { Candidates = CandidateSet.Sampled };

        double[] seconds = Benchmarks.Rounds.Medians(
            Rounds,
            () => Time(vectors, options), () => Time(vectors, likeness), () => Time(vectors, study), () => Time(sparse, options), () => Time(given, options),
            () => Time(vectors, sampled),
            () => Benchmarks.Rounds.SecondsPerCall(() => data.MultiplyAll(team), RoundSeconds),
            () => Benchmarks.Rounds.SecondsPerCall(() => sparse.ScoreAll(team), RoundSeconds),
            () => Benchmarks.Rounds.SecondsPerCall(() => data.PassOverScores(team), RoundSeconds),
            () => numpy is null ? double.NaN : double.Parse(numpy.Ask($"{EvaluationCase.Users} {EvaluationCase.Items} 20"), CultureInfo.InvariantCulture));
        string threads = $"{team.Threads} threads";
        (double product, double sparseScores, double pass, double partition) = (seconds[6], seconds[7], seconds[8], seconds[9]);

        yield return Row($"64 factors, all metrics, {threads}", seconds[0], Goal, "goal");
        yield return Row($"64 factors, all metrics, {threads}", seconds[0], product, "the product of the factors alone");
        yield return Row("… with intra-list diversity by co-occurrence", seconds[1], Goal, "goal");
        yield return Row("… with ties as numpy leaves them", seconds[2], Goal, "goal");
        yield return Row("… against 99 sampled negatives", seconds[5], Goal, "goal");
        yield return Row($"100 neighbours an item, all metrics, {threads}", seconds[3], Goal, "goal");
        yield return Row($"100 neighbours an item, all metrics, {threads}", seconds[3], sparseScores, "scoring alone");
        yield return Row($"scores given, all metrics, {threads}", seconds[4], pass, "one pass over the scores in memory");
        yield return Row($"scores given, all metrics, {threads}", seconds[4], partition, $"{(numpy is null ? "numpy" : version)}: argpartition and argsort alone");

        double Time(IUserScorer scorer, TopNOptions how) => Benchmarks.Rounds.SecondsPerCall(() => Judge(data, scorer, how, team), RoundSeconds);
    }

    private static BenchmarkRow Row(string what, double ours, double reference, string of) => new(what, ours * 1e3, reference * 1e3, of, "ms", LessIsBetter: true);

    private static void Judge(EvaluationCase data, IUserScorer scorer, TopNOptions options, WorkerTeam team)
    {
        TopNReport report = TopNEvaluator.Evaluate(scorer, data.HeldOut, options, data.TrainByItem, team);
        foreach (int cutoff in options.Cutoffs)
            foreach (TopNMetric metric in AllMetrics)
                if (metric != TopNMetric.IntraListDiversity || options.ItemVectors is not null) report.Mean(metric, cutoff);
    }
}
