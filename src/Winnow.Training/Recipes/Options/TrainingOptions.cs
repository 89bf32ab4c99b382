using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Training.Recipes;

/// <summary>How the model is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Most parts of a step; one more position ends it, see <see cref="UpdateTag.MostParts"/>.</summary>
    public const int MostMicroBatches = UpdateTag.MostParts - 1;

    /// <summary>Passes over the training rows, at least 1; early stopping may end sooner. Default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Rows a step, at least 1. Default 4096.</summary>
    public int BatchSize { get; init; } = 4096;

    /// <summary>Parts of nearly equal size a step's batch is cut into, 1 … <see cref="MostMicroBatches"/>. Each part is computed for itself, with
    /// its own batch statistics and its own dropout; their gradients are summed in order and applied as one update. So several workers can
    /// share a step, and the result does not depend on how many. Default 1.</summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>Whether rows are read from the files as they are used, in order, and never held in memory all at once. Default false:
    /// rows are encoded into memory once and shuffled anew each epoch.</summary>
    public bool Streaming { get; init; }

    /// <summary>Rows among which a stream is shuffled; 0: kept in order. Default 0. Ignored unless <see cref="Streaming"/>.</summary>
    public int ShuffleWindow { get; init; }

    /// <summary>Steps between evaluations on the validation rows; 0: at the end of each epoch. Default 0.</summary>
    public int EvaluateEverySteps { get; init; }

    /// <summary>Learning rate of the layers before schedule and plateau, greater than 0; embedding rows have their own,
    /// <see cref="SparseOptimizerOptions.LearningRate"/>. Default 0.001.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>How the layers learn. Default: Adam.</summary>
    public IDenseOptimizer DenseOptimizer { get; init; } = new AdamOptimizer();

    /// <summary>How embedding rows learn and live, unless <see cref="Tables"/> says otherwise.</summary>
    public TableOptions Embeddings { get; init; } = new();

    /// <summary>Settings of single tables by name.</summary>
    public IReadOnlyDictionary<string, TableOptions> Tables { get; init; } = new Dictionary<string, TableOptions>();

    /// <summary>How all learning rates change with the step.</summary>
    public ScheduleOptions Schedule { get; init; } = new ConstantScheduleOptions();

    /// <summary>The gradient of the layers is scaled down to this norm when it is longer; 0: never. Default 0.</summary>
    public float ClipNorm { get; init; }

    /// <summary>When training ends before its last epoch.</summary>
    public EarlyStoppingOptions EarlyStopping { get; init; } = new();

    /// <summary>When the learning rates fall because the validation metric no longer improves.</summary>
    public PlateauOptions Plateau { get; init; } = new();

    /// <summary>The settings of one table.</summary>
    /// <param name="name">Its name.</param>
    public TableOptions Table(string name) => Tables.GetValueOrDefault(name, Embeddings);
}
