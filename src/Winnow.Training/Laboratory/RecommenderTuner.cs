using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.Recipes;
using Winnow.Training.Tuning;

namespace Winnow.Training.Laboratory;

/// <summary>What tuning a recommender came to.</summary>
/// <param name="Search">The search on the validation part.</param>
/// <param name="Found">The recipe with the settings found, which <c>winnow train</c> takes.</param>
/// <param name="Final">The model with these settings, fitted on training and validation part and judged once on the test part.</param>
public sealed record RecommenderTuningResult(TuningResult Search, RecommenderRecipe Found, RecommenderResult Final);

/// <summary>Searches for the settings of a recipe's recommender on the validation part, then fits it on everything but the test part and judges it
/// there, once.</summary>
public static class RecommenderTuner
{
    /// <summary>Tunes, fits, judges.</summary>
    /// <param name="recipe">The recipe; its search section says what is varied, how often, and by which metric.</param>
    /// <param name="record">File that records every trial and from which an interrupted search goes on; null: none.</param>
    /// <param name="options">Output, eyes, clock.</param>
    /// <param name="cancel">Stops between two pieces of work; the record keeps the trials done.</param>
    /// <exception cref="ArgumentException">There is nothing to vary, or the data cannot be cut.</exception>
    /// <exception cref="InvalidOperationException">Every trial failed.</exception>
    /// <exception cref="Storage.StorageException">The record is of another search, or something could not be written.</exception>
    public static RecommenderTuningResult Run(RecommenderRecipe recipe, string? record, LaboratoryOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        options ??= new LaboratoryOptions();
        SearchSpace space = recipe.SearchSpace();
        if (space.Dimensions.Count == 0) throw new ArgumentException($"Model {recipe.ModelName} has nothing to tune. Say under search.space what to vary, or use winnow train.", nameof(recipe));
        using WorkerTeam team = new(recipe.Threads > 0 ? recipe.Threads : Environment.ProcessorCount);
        FitContext context = RecommenderTrainer.ContextOf(recipe, options, team, cancel);
        options.Observer?.OnPhase("reading the data");
        TuningResult search = Search(recipe, space, TuningData.Of(recipe.LoadTuningSplit(options.Store)), record, options, context);
        RecommenderRecipe found = WithBest(recipe, search.Best);
        EpochSelection? selection = search.Best.Epochs is { } epochs ? new EpochSelection(epochs, search.Best.Value!.Value, []) : null;
        RecommenderResult final = RecommenderTrainer.FitAndJudge(found, recipe.LoadSplit(options.Store), selection, options, context);
        RecommenderTrainer.Save(final, options);
        return new RecommenderTuningResult(search, found, final);
    }

    /// <summary>Searches on the validation part only.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="space">What is varied.</param>
    /// <param name="data">Training and validation part.</param>
    /// <param name="record">File that records every trial; null: none.</param>
    /// <param name="options">Eyes and clock.</param>
    /// <param name="context">Threads, seed, cancellation.</param>
    public static TuningResult Search(RecommenderRecipe recipe, SearchSpace space, TuningData data, string? record, LaboratoryOptions options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        TunerOptions tuner = new()
        {
            Cases = recipe.Search.Cases, Random = recipe.Search.Random, Seed = recipe.Seed, Record = record, Subject = SubjectOf(recipe, data),
            OnTrial = options.Observer is { } eyes ? eyes.OnTrial : null, Time = options.Time,
        };
        options.Observer?.OnPhase($"searching for settings of {recipe.ModelName}");
        if (recipe.Search.Method == SearchMethod.Bayesian)
            return Tuner.Run(space, (point, _) => Measure(recipe, point, data, context), tuner, context.Cancel);
        int most = (recipe.Model.Create() as IIterativeRecommender)?.Epochs ?? throw new ArgumentException($"{recipe.ModelName} does not learn in passes.", nameof(recipe));
        SuccessiveHalvingOptions halving = new()
        {
            Cases = recipe.Search.Cases, LeastEpochs = Math.Min(recipe.Training.EvaluateEvery, most), MostEpochs = most, Tuner = tuner,
        };
        return SuccessiveHalving.Run(space, point => new HalvingTrial(recipe, point, data, context), halving, context.Cancel);
    }

    private static Measurement Measure(RecommenderRecipe recipe, SearchPoint point, TuningData data, FitContext context)
    {
        RecommenderOptions settings = RecommenderModels.With(recipe.Model, point.Settings);
        ITopNRecommender model = settings.Create();
        try
        {
            if (model is IIterativeRecommender iterative && RecommenderTrainer.StopsEarly(recipe with { Model = settings }))
            {
                EpochSelection selection = RecommenderTrainer.SelectEpochs(iterative, recipe, data, context, observer: null);
                return new Measurement(selection.Value, selection.Epochs);
            }
            model.Fit(data.Train, context);
            return new Measurement(RecommenderTrainer.Validate(model, data, recipe, context));
        }
        finally
        {
            (model as IDisposable)?.Dispose();
        }
    }

    /// <summary>The recipe with the settings of a trial; epochs are settled then, so training no longer stops by itself.</summary>
    private static RecommenderRecipe WithBest(RecommenderRecipe recipe, Trial best)
    {
        RecommenderRecipe found = recipe.With(best.Settings);
        if (best.Epochs is not { } epochs) return found;
        return found.With(new Dictionary<string, string> { [RecommenderModels.EpochsKey(found.Model)!] = $"{epochs}" }) with { Training = found.Training with { Patience = 0 } };
    }

    private static string SubjectOf(RecommenderRecipe recipe, TuningData data)
    {
        System.Text.Json.Nodes.JsonObject json = recipe.ToJson();
        return $"model {json["model"]!.ToJsonString()}; data {data.Fingerprint}; metric {recipe.Search.Metric}; training {json["training"]!.ToJsonString()}; "
            + $"evaluation {json["evaluation"]!.ToJsonString()}";
    }

    /// <summary>A model under way in successive halving.</summary>
    private sealed class HalvingTrial : IHalvingTrial
    {
        private readonly RecommenderRecipe _recipe;
        private readonly TuningData _data;
        private readonly FitContext _context;
        private readonly IIterativeRecommender _model;
        private int _epochs;

        public HalvingTrial(RecommenderRecipe recipe, SearchPoint point, TuningData data, FitContext context)
        {
            (_recipe, _data, _context) = (recipe, data, context);
            _model = (IIterativeRecommender)RecommenderModels.With(recipe.Model, point.Settings).Create();
            _model.Begin(data.Train, context);
        }

        public double AdvanceTo(int epochs, CancellationToken cancel)
        {
            for (; _epochs < epochs; _epochs++)
            {
                cancel.ThrowIfCancellationRequested();
                _model.RunEpoch(_epochs);
            }
            return RecommenderTrainer.Validate(_model, _data, _recipe, _context);
        }

        public void Dispose() => (_model as IDisposable)?.Dispose();
    }
}
