using System.Globalization;
using Winnow.Training;
using Winnow.Training.Distributed.Simulation;
using Winnow.Training.Progress;
using Winnow.Training.Recipes;

namespace Winnow.Benchmarks.Delay;

/// <summary>Late gradients: 16 simulated workers with and without compensation, beside sequential training.</summary>
internal sealed class DelayBenchmark : IBenchmark
{
    private const string RecipePath = "recipes/frappe-deepfm-sgd.yaml";

    private readonly List<DelayCurve> _curves = [];

    public string Name => "delay";

    public string Summary =>
        "AUC and log loss that 16 simulated asynchronous workers lose against sequential training on Frappe, gradients 15 updates late, with and without delay compensation (WINNOW_SEEDS=n, default 3).";

    public IReadOnlyDictionary<string, string> Pictures => new Dictionary<string, string>
    {
        ["docs/guide/images/delay-compensation.svg"] = DelayPlot.Of(
            [.. _curves.Where(curve => curve.Setting == DelaySetting.Plotted)], "./bench/run delay --save"),
    };

    private static int Seeds => int.TryParse(Environment.GetEnvironmentVariable("WINNOW_SEEDS"), CultureInfo.InvariantCulture, out int seeds) ? seeds : 3;

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        foreach (DelaySetting setting in DelaySetting.All)
        {
            DelayCurve[] curves = [.. DelayVariant.All.Select(variant => Measure(variant, setting, progress))];
            _curves.AddRange(curves);
            DelayCurve sequential = curves.Single(curve => curve.Variant.IsSequential), late = curves.Single(curve => curve.Variant.Name == "ASGD");
            foreach (DelayCurve curve in curves.Where(curve => !curve.Variant.IsSequential && curve != late))
            {
                string what = $"{setting}, {curve.Variant.Name}";
                yield return Row($"{what}: AUC below sequential", sequential.LastAuc - curve.LastAuc, sequential.LastAuc - late.LastAuc, late);
                yield return Row($"{what}: log loss above sequential", curve.LastLogLoss - sequential.LastLogLoss, late.LastLogLoss - sequential.LastLogLoss, late);
            }
        }
    }

    private static BenchmarkRow Row(string name, double ours, double reference, DelayCurve late) => new(
        name, ours * 1e4, reference * 1e4, late.Diverged == 0 ? "ASGD" : $"ASGD, {late.Diverged} of {late.Auc.Length} diverged", "1e-4", LessIsBetter: true);

    private static DelayCurve Measure(DelayVariant variant, DelaySetting setting, Action<string> progress)
    {
        List<EvaluationPoint>[] runs = new List<EvaluationPoint>[Seeds];
        Parallel.For(0, Seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed => runs[seed] = Train(variant, setting, seed + 1));
        int epochs = Recipe.Load(RecipePath).Training.Epochs;
        DelayCurve curve = new(
            variant, setting, [.. runs.Select(run => Padded(run, epochs, point => point.Auc, 0.5))],
            [.. runs.Select(run => Padded(run, epochs, point => point.LogLoss, Math.Log(2)))], runs.Count(run => run.Count < epochs));
        progress(curve.ToString());
        return curve;
    }

    private static List<EvaluationPoint> Train(DelayVariant variant, DelaySetting setting, int seed)
    {
        Recipe recipe = Recipe.Load(RecipePath, ["threads=1", $"seed={seed}", .. setting.Overrides]);
        Points points = new();
        try
        {
            DelaySimulation.Run(recipe, variant.Options(setting.Order), new TrainerOptions { Observer = points });
        }
        catch (TrainingDivergedException)
        {
            // A result too: the curve ends here.
        }
        return points.All;
    }

    private static double[] Padded(List<EvaluationPoint> run, int epochs, Func<EvaluationPoint, double> figure, double diverged) =>
        [.. run.Select(figure), .. Enumerable.Repeat(diverged, epochs - run.Count)];

    private sealed class Points : ITrainingObserver
    {
        internal List<EvaluationPoint> All { get; } = [];

        public void OnEvaluation(EvaluationPoint point) => All.Add(point);
    }
}
