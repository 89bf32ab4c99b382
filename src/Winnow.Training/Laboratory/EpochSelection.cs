using Winnow.Data;
using Winnow.Models;

namespace Winnow.Training.Laboratory;

/// <summary>A look at a model between two epochs.</summary>
/// <param name="Epochs">Epochs made.</param>
/// <param name="Value">The validation metric.</param>
public readonly record struct EpochLook(int Epochs, double Value);

/// <summary>How many epochs a model that learns in passes should make: trains it, looks every few epochs and stops when it gets no better.</summary>
/// <param name="Epochs">Epochs at the best look, the first of equals.</param>
/// <param name="Value">The validation metric there.</param>
/// <param name="Looks">All looks in order.</param>
/// <remarks>The early stopping of Ferrari Dacrema et al., RecSys 2019: a look every 5 epochs, 5 looks in a row without a new best end it.</remarks>
public sealed record EpochSelection(int Epochs, double Value, IReadOnlyList<EpochLook> Looks)
{
    /// <summary>Trains a model and selects.</summary>
    /// <param name="model">The model; afterwards it is as after the last epoch made, not as at the best look.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="context">Threads, seed, cancellation.</param>
    /// <param name="judge">Measures the validation metric of the model as it is; higher is better.</param>
    /// <param name="every">Epochs between looks, at least 1; there is always one after the last epoch.</param>
    /// <param name="patience">Looks without a new best after which to stop; 0: never.</param>
    /// <param name="kept">Gets the state of the model at the best look, if one wants to keep it; null: nobody does.</param>
    /// <param name="looked">Is told every look; null: nobody is.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static EpochSelection Run(
        IIterativeRecommender model, Interactions train, FitContext context, Func<double> judge, int every, int patience,
        Action<RecommenderState>? kept = null, Action<EpochLook>? looked = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        List<EpochLook> looks = [];
        EpochLook best = new(0, double.NegativeInfinity);
        int poor = 0;
        model.Begin(train, context);
        for (int epoch = 0; epoch < model.Epochs && (patience == 0 || poor < patience); epoch++)
        {
            context.Cancel.ThrowIfCancellationRequested();
            model.RunEpoch(epoch);
            context.Progress?.Report((epoch + 1.0) / model.Epochs);
            if ((epoch + 1) % every != 0 && epoch + 1 < model.Epochs) continue;
            EpochLook look = new(epoch + 1, judge());
            looks.Add(look);
            looked?.Invoke(look);
            poor++;
            if (!(look.Value > best.Value)) continue;
            (best, poor) = (look, 0);
            if (kept is not null) kept(StateOf(model));
        }
        return best.Epochs > 0 ? new EpochSelection(best.Epochs, best.Value, looks)
            : throw new InvalidOperationException($"The validation metric was {(looks.Count > 0 ? looks[0].Value : double.NaN)} after every look; expected a number.");
    }

    private static RecommenderState StateOf(IIterativeRecommender model)
    {
        RecommenderState state = new();
        model.Save(state);
        return state;
    }
}
