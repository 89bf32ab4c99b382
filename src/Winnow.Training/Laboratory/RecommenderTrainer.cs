using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.Recipes;
using Winnow.Training.Tuning;

namespace Winnow.Training.Laboratory;

/// <summary>Fits the recommender of a recipe and judges it once on the test part.</summary>
/// <remarks>A model that learns in passes is first fitted on the training part alone, looked at on the validation part, and stopped when it gets
/// no better; then it is fitted on both with the epochs selected, as in the RecSys 2019 study's journal version.</remarks>
public static class RecommenderTrainer
{
    /// <summary>Runs a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="options">Output, eyes, clock.</param>
    /// <param name="cancel">Stops between two pieces of work; nothing is written then.</param>
    /// <exception cref="DatasetUnavailableException">The data set is neither here nor to be downloaded.</exception>
    /// <exception cref="ArgumentException">A setting is out of range, or the split does not fit the data.</exception>
    /// <exception cref="Storage.StorageException">The model could not be written; what was there is untouched.</exception>
    public static RecommenderResult Run(RecommenderRecipe recipe, LaboratoryOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        options ??= new LaboratoryOptions();
        using WorkerTeam team = new(recipe.Threads > 0 ? recipe.Threads : Environment.ProcessorCount);
        FitContext context = ContextOf(recipe, options, team, cancel);
        if (!recipe.Training.Refit) return RunWithoutRefit(recipe, options, context);
        EpochSelection? selection = SelectEpochs(recipe, options, context);
        options.Observer?.OnPhase("reading the data");
        InteractionSplit split = recipe.LoadSplit(options.Store);
        RecommenderResult result = FitAndJudge(recipe, split, selection, options, context);
        Save(result, options);
        return result;
    }

    /// <summary>Judges a fitted model on the test part of a split, as a recipe says.</summary>
    /// <param name="model">The model.</param>
    /// <param name="split">The split it was fitted on.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="team">The threads that compute.</param>
    /// <param name="cancel">Stops between blocks of users.</param>
    public static TopNReport Judge(IUserScorer model, InteractionSplit split, RecommenderRecipe recipe, WorkerTeam team, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(recipe);
        TopNOptions options = recipe.Evaluation.ToTopN();
        if (recipe.Evaluation.NeedsItemVectors) options = options with { ItemVectors = split.Train.ItemFeatures ?? split.Train.ByItem };
        return TopNEvaluator.EvaluateTest(model, split, options, team, cancel);
    }

    /// <summary>The validation metric of a model, as searches and early stopping see it.</summary>
    internal static double Validate(IUserScorer model, TuningData data, RecommenderRecipe recipe, FitContext context)
    {
        RankMetric metric = recipe.Search.Metric;
        TopNOptions options = recipe.Evaluation.ToTopN() with { Cutoffs = [metric.Cutoff] };
        return metric.In(TopNEvaluator.Evaluate(model, data.Validation, options, data.Train.ByItem, context.Team, context.Cancel));
    }

    /// <summary>Trains on the training part and looks at the validation part.</summary>
    internal static EpochSelection SelectEpochs(
        IIterativeRecommender model, RecommenderRecipe recipe, TuningData data, FitContext context, ILaboratoryObserver? observer, Action<RecommenderState>? kept = null) =>
        EpochSelection.Run(
            model, data.Train, context, () => Validate(model, data, recipe, context), recipe.Training.EvaluateEvery, recipe.Training.Patience, kept, observer is null ? null : observer.OnLook);

    internal static FitContext ContextOf(RecommenderRecipe recipe, LaboratoryOptions options, WorkerTeam team, CancellationToken cancel) => new(team)
    {
        Seed = recipe.Seed, Cancel = cancel, Progress = options.Observer is { } eyes ? new Shares(eyes) : null,
    };

    internal static RecommenderResult FitAndJudge(
        RecommenderRecipe recipe, InteractionSplit split, EpochSelection? selection, LaboratoryOptions options, FitContext context)
    {
        options.Observer?.OnPhase($"fitting {recipe.ModelName}");
        _ = (split.Train.ByUser, split.Train.ByItem);      // made when first used; that time is no model's
        long start = options.Time.GetTimestamp();
        ITopNRecommender model = RecommenderFit.Fit(recipe.Model, split.Train, context, selection?.Epochs);
        TimeSpan fit = options.Time.GetElapsedTime(start);
        return Judged(recipe, model, split, options, context) with { Selection = selection, FitTime = fit };
    }

    internal static void Save(RecommenderResult result, LaboratoryOptions options)
    {
        if (options.Output is not { } output) return;
        options.Observer?.OnPhase("saving the model");
        ModelFiles.RecommenderDirectory.Save(output, result);
    }

    /// <summary>Whether validation says when training ends.</summary>
    internal static bool StopsEarly(RecommenderRecipe recipe) => recipe.Training.Patience > 0 && RecommenderModels.EpochsKey(recipe.Model) is not null;

    private static EpochSelection? SelectEpochs(RecommenderRecipe recipe, LaboratoryOptions options, FitContext context)
    {
        if (!StopsEarly(recipe) || recipe.Model.Create() is not IIterativeRecommender model) return null;
        using IDisposable? owned = model as IDisposable;
        options.Observer?.OnPhase("reading the data");
        TuningData data = TuningData.Of(recipe.LoadTuningSplit(options.Store));
        options.Observer?.OnPhase($"selecting the epochs of {recipe.ModelName}");
        return SelectEpochs(model, recipe, data, context, options.Observer);
    }

    /// <summary>Fitted on the training part alone; a model that learns in passes is put back to its best look.</summary>
    private static RecommenderResult RunWithoutRefit(RecommenderRecipe recipe, LaboratoryOptions options, FitContext context)
    {
        options.Observer?.OnPhase("reading the data");
        InteractionSplit split = recipe.LoadTuningSplit(options.Store);
        RecommenderResult result;
        if (!StopsEarly(recipe) || recipe.Model.Create() is not IIterativeRecommender model) result = FitAndJudge(recipe, split, null, options, context);
        else
        {
            RecommenderState? best = null;
            options.Observer?.OnPhase($"fitting {recipe.ModelName}");
            long start = options.Time.GetTimestamp();
            EpochSelection selection = SelectEpochs(model, recipe, TuningData.Of(split), context, options.Observer, kept: state => best = state);
            model.Load(best!);
            TimeSpan fit = options.Time.GetElapsedTime(start);
            result = Judged(recipe, model, split, options, context) with { Selection = selection, FitTime = fit };
        }
        Save(result, options);
        return result;
    }

    private static RecommenderResult Judged(RecommenderRecipe recipe, ITopNRecommender model, InteractionSplit split, LaboratoryOptions options, FitContext context)
    {
        options.Observer?.OnPhase($"judging {recipe.ModelName}");
        long start = options.Time.GetTimestamp();
        TopNReport report = Judge(model, split, recipe, context.Team, context.Cancel);
        return new RecommenderResult(recipe, model, split, report) { EvaluationTime = options.Time.GetElapsedTime(start) };
    }

    private sealed class Shares(ILaboratoryObserver eyes) : IProgress<double>
    {
        public void Report(double value) => eyes.OnShare(value);
    }
}
