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

        double[] wall = Benchmarks.Rounds.Medians(
            Rounds,
            () => Wall(vectors, options), () => Wall(vectors, likeness), () => Wall(sparse, options), () => Wall(vectors, sampled), () => Wall(vectors, study));
        progress("evaluation: all threads measured");
        double[] one = Benchmarks.Rounds.Medians(
            Rounds,
            () => Processor(() => Judge(data, vectors, options, WorkerTeam.Single)), () => Processor(() => Judge(data, sparse, options, WorkerTeam.Single)),
            () => Processor(() => Judge(data, given, options, WorkerTeam.Single)), () => Processor(() => Judge(data, given, study, WorkerTeam.Single)),
            () => Processor(() => data.MultiplyAll(WorkerTeam.Single)), () => Processor(() => sparse.ScoreAll(WorkerTeam.Single)),
            () => Processor(() => data.PassOverScores(WorkerTeam.Single)),
            () => numpy is null ? double.NaN : double.Parse(numpy.Ask($"{EvaluationCase.Users} {EvaluationCase.Items} 20"), CultureInfo.InvariantCulture));
        string threads = $"{team.Threads} threads, wall";
        const string One = "1 thread, processor";

        yield return Row($"64 factors, {threads}", wall[0], Goal, "goal");
        yield return Row($"64 factors, with diversity by co-occurrence, {threads}", wall[1], Goal, "goal");
        yield return Row($"100 neighbours an item, {threads}", wall[2], Goal, "goal");
        yield return Row($"64 factors, 99 sampled negatives, {threads}", wall[3], Goal, "goal");
        yield return Row($"64 factors, ties as numpy leaves them, {threads}", wall[4], Goal, "goal");
        yield return Row($"64 factors, {One}", one[0], one[4], "the product of the factors alone");
        yield return Row($"100 neighbours an item, {One}", one[1], one[5], "adding up neighbours alone");
        yield return Row($"scores given, {One}", one[2], one[6], "one pass over the scores in memory");
        yield return Row($"scores given, {One}", one[2], one[7], $"{(numpy is null ? "numpy" : version)}: argpartition and argsort alone");
        yield return Row($"scores given, ties as numpy leaves them, {One}", one[3], one[7], $"{(numpy is null ? "numpy" : version)}: argpartition and argsort alone");

        double Wall(IUserScorer scorer, TopNOptions how) => Benchmarks.Rounds.SecondsPerCall(() => Judge(data, scorer, how, team), RoundSeconds);
        static double Processor(Action call) => Benchmarks.Rounds.SecondsPerCall(call, RoundSeconds, processor: true);
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
