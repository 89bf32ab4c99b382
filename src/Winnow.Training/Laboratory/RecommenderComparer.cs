using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.Laboratory;

/// <summary>What is compared: a recipe to be fitted, or a model directory to be loaded.</summary>
/// <param name="Name">What to call it; distinct.</param>
/// <param name="Recipe">The recipe; null: <paramref name="Directory"/> is loaded.</param>
/// <param name="Directory">The model directory; null: <paramref name="Recipe"/> is fitted.</param>
public sealed record Contender(string Name, RecommenderRecipe? Recipe, string? Directory);

/// <summary>Fits or loads recommenders and judges them on the same test part.</summary>
public static class RecommenderComparer
{
    /// <summary>Compares.</summary>
    /// <param name="contenders">At least one.</param>
    /// <param name="threads">Threads that compute; 0: one for each core.</param>
    /// <param name="reference">Name of the one that the others are tested against; null: the best by the first metric.</param>
    /// <param name="options">Eyes and clock.</param>
    /// <param name="cancel">Stops between two pieces of work.</param>
    /// <exception cref="ArgumentException">They must not stand in one table: splits, candidates, ties or definitions differ; the message says which.</exception>
    /// <exception cref="StorageException">A directory is damaged, or its data are no longer those it was fitted on.</exception>
    public static TopNComparison Run(
        IReadOnlyList<Contender> contenders, int threads = 0, string? reference = null, LaboratoryOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(contenders);
        if (contenders.Count == 0) throw new ArgumentException("There is nothing to compare; name recipes or model directories.", nameof(contenders));
        options ??= new LaboratoryOptions();
        using WorkerTeam team = new(threads > 0 ? threads : Environment.ProcessorCount);
        List<ComparedModel> models = [];
        RecommenderRecipe? first = null;
        foreach (Contender contender in contenders)
        {
            (ComparedModel model, RecommenderRecipe recipe) = contender.Directory is { } directory
                ? Load(contender.Name, directory, team, options, cancel)
                : Fit(contender.Name, contender.Recipe! with { Threads = threads }, options, cancel);
            first ??= recipe;
            models.Add(model);
            RequireComparable(models[0], model);
        }
        return TopNComparison.Of(models, OptionsOf(first!.Evaluation, reference, team.Threads));
    }

    /// <summary>How the models of a recipe are compared: its metrics at its middle cut-off, its bootstrap rounds.</summary>
    /// <param name="evaluation">The recipe's section.</param>
    /// <param name="reference">Name of the model that the others are tested against; null: the best by the first metric.</param>
    /// <param name="threads">Threads that draw resamples.</param>
    public static TopNComparisonOptions OptionsOf(TopNEvaluationOptions evaluation, string? reference, int threads)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        int cutoff = evaluation.Cutoffs[evaluation.Cutoffs.Length / 2];
        return new TopNComparisonOptions
        {
            Columns = [.. evaluation.MetricsShown.Select(m => new TopNColumn(m, cutoff))], Reference = reference,
            Bootstrap = new BootstrapOptions { Resamples = Math.Max(20, evaluation.BootstrapRounds), Seed = evaluation.Seed, Threads = threads },
        };
    }

    private static (ComparedModel Model, RecommenderRecipe Recipe) Fit(string name, RecommenderRecipe recipe, LaboratoryOptions options, CancellationToken cancel)
    {
        RecommenderResult result = RecommenderTrainer.Run(recipe, options with { Output = null }, cancel);
        (result.Model as IDisposable)?.Dispose();
        return (new ComparedModel(name, result.Test) { Fit = result.FitTime }, recipe);
    }

    private static (ComparedModel Model, RecommenderRecipe Recipe) Load(string name, string directory, WorkerTeam team, LaboratoryOptions options, CancellationToken cancel)
    {
        options.Observer?.OnPhase($"loading {name}");
        using FittedRecommender fitted = RecommenderDirectory.Load(directory);
        return (new ComparedModel(name, Judge(fitted, directory, team, options, cancel)), fitted.Info.Recipe);
    }

    /// <summary>Judges a loaded model on the data of its recipe, which must be those it was fitted on.</summary>
    /// <param name="fitted">The model.</param>
    /// <param name="directory">Where it was loaded from, for messages.</param>
    /// <param name="team">The threads that compute.</param>
    /// <param name="options">Eyes and data.</param>
    /// <param name="cancel">Stops between blocks of users.</param>
    /// <exception cref="StorageException">The data have changed since.</exception>
    public static TopNReport Judge(FittedRecommender fitted, string directory, WorkerTeam team, LaboratoryOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(options);
        InteractionSplit split = fitted.Info.Recipe.LoadFittedSplit(options.Store);
        if (split.Fingerprint != fitted.Info.Fingerprint)
            throw new StorageException($"{directory} was fitted on a split with fingerprint {fitted.Info.Fingerprint}, but its recipe now leads to {split.Fingerprint}: the data have "
                + "changed, and test events may have been learnt from. Bring the old data back, or train again.");
        options.Observer?.OnPhase($"judging {fitted.Info.Recipe.ModelName}");
        return RecommenderTrainer.Judge(fitted.Model, split, fitted.Info.Recipe, team, cancel);
    }

    /// <summary>Said as soon as it is known: fitting the rest would be in vain.</summary>
    private static void RequireComparable(ComparedModel first, ComparedModel other)
    {
        if (first.Report.Protocol.DifferenceFrom(other.Report.Protocol) is { } difference)
            throw new ArgumentException($"'{first.Name}' and '{other.Name}' must not stand in one table: {difference}. Judge both under one protocol.", nameof(other));
    }
}
