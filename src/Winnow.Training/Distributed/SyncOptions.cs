using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Training.Recipes;

namespace Winnow.Training.Distributed;

/// <summary>How a run is shared among workers. All but <see cref="SyncMode.Bsp"/> give a result that depends on who was faster.</summary>
public sealed record SyncOptions
{
    /// <summary>Parts of a step in the synchronous modes when the recipe does not say (<c>training.microBatches</c>).</summary>
    public const int UsualParts = 4;

    /// <summary>The mode. Default <see cref="SyncMode.Bsp"/>.</summary>
    public SyncMode Mode { get; init; }

    /// <summary><see cref="SyncMode.Ssp"/>: batches a worker may be ahead of the oldest that is not finished, at least 0. Default 8.</summary>
    public int Staleness { get; init; } = 8;

    /// <summary><see cref="SyncMode.Ssp"/>, <see cref="SyncMode.Asp"/> and <see cref="SyncMode.DcAsgd"/>: steps of a run that are taken one at a time before workers may
    /// overlap. At the start all gradients point one way and step sizes of adaptive rules are not yet settled, so that late updates add up and overshoot
    /// (Dean et al., NIPS 2012, call it warmstarting). Default 100.</summary>
    public int WarmSteps { get; init; } = 100;

    /// <summary><see cref="SyncMode.DcAsgd"/>: the correction. Default: the adaptive form, which an update rule with normalised steps takes best.</summary>
    public DelayCompensation Compensation { get; init; } = new() { Form = DelayCompensationForm.Adaptive, Lambda = 2 };

    /// <summary>Shards a table, 1 … 256. Default 8.</summary>
    public int Shards { get; init; } = 8;

    /// <summary>Whether a step is shared by several workers.</summary>
    public bool SharesSteps => Mode is SyncMode.Bsp or SyncMode.Hybrid;

    /// <summary>The recipe with parts to share among workers, if the mode needs them and it has none.</summary>
    public Recipe WithParts(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        TrainingOptions training = recipe.Training;
        if (!SharesSteps || training.MicroBatches > 1) return recipe;
        return recipe with { Training = training with { MicroBatches = Math.Min(UsualParts, training.BatchSize) } };
    }

    /// <summary>Refuses what does not go together.</summary>
    /// <exception cref="ArgumentException">The message says what to change.</exception>
    public void Check(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        TrainingOptions training = recipe.Training;
        if (training.Streaming)
            throw new ArgumentException("Workers find batches by their number, which a stream has not. Leave out training.streaming, or train in one process.", nameof(recipe));
        if (training.MicroBatches > 1 && !SharesSteps)
            throw new ArgumentException($"training.microBatches is {training.MicroBatches}, but in {YamlNames.Of(Mode)} a worker computes whole batches. Set it to 1, or choose bsp.", nameof(recipe));
        if (training.MicroBatches > 1 && training.ClipNorm > 0)
            throw new ArgumentException(
                $"training.clipNorm needs the gradient of a whole step, but with {training.MicroBatches} parts a step no one holds it: they are summed where the parameters "
                + "are. Set training.clipNorm to 0, or choose ssp, asp or dc-asgd, where each batch is clipped by its worker.", nameof(recipe));
    }

    internal DelayCompensation Correction => Mode == SyncMode.DcAsgd ? Compensation : DelayCompensation.None;

    /// <summary>How far ahead the queue lets workers go: where steps are shared one step, for pulls that overlap with computing.</summary>
    internal PositionQueueOptions Queue(int parts) => new()
    {
        Parts = WorkContext.PositionsOf(Mode, parts),
        Staleness = Mode switch
        {
            SyncMode.Bsp or SyncMode.Hybrid => 1,
            SyncMode.Ssp => Staleness,
            _ => int.MaxValue,
        },
    };
}
