using Winnow.Data;

namespace Winnow.Models;

/// <summary>Fitting by passes: what all iterative recommenders do in <see cref="ITopNRecommender.Fit"/>.</summary>
internal static class EpochLoop
{
    /// <summary>Begins and makes all passes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="train">The interactions.</param>
    /// <param name="context">Cancellation is asked between passes; progress is told after each.</param>
    /// <param name="forget">Brings the model back to the state of one that was never fitted.</param>
    public static void Run(IIterativeRecommender model, Interactions train, FitContext context, Action forget)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            context.Cancel.ThrowIfCancellationRequested();
            model.Begin(train, context);
            for (int epoch = 0; epoch < model.Epochs; epoch++)
            {
                context.Cancel.ThrowIfCancellationRequested();
                model.RunEpoch(epoch);
                context.Progress?.Report((epoch + 1.0) / model.Epochs);
            }
        }
        catch
        {
            forget();
            throw;
        }
    }
}
