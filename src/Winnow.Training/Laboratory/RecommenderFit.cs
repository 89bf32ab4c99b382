using Winnow.Data;
using Winnow.Models;

namespace Winnow.Training.Laboratory;

/// <summary>Fits recommenders, those that learn in passes for a given number of them.</summary>
public static class RecommenderFit
{
    /// <summary>Makes and fits a model.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="context">Threads, seed, cancellation, progress.</param>
    /// <param name="epochs">Passes to make instead of those of the settings; null: those of the settings.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or epochs are asked of a model that does not learn in passes.</exception>
    public static ITopNRecommender Fit(RecommenderOptions options, Interactions train, FitContext context, int? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        ITopNRecommender model = options.Create();
        if (epochs is not { } passes)
        {
            model.Fit(train, context);
            return model;
        }
        if (model is not IIterativeRecommender iterative)
            throw new ArgumentException($"{passes} epochs were asked for, but {options.GetType().Name} makes a model that does not learn in passes.", nameof(epochs));
        iterative.Begin(train, context);
        for (int epoch = 0; epoch < passes; epoch++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            iterative.RunEpoch(epoch);
            context.Progress?.Report((epoch + 1.0) / passes);
        }
        return model;
    }
}
