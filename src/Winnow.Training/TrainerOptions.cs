using Winnow.Data;
using Winnow.Training.Progress;

namespace Winnow.Training;

/// <summary>What a run needs besides its recipe: places and eyes. Nothing here changes the resulting model.</summary>
public sealed record TrainerOptions
{
    /// <summary>Where the model directory is written; null: nowhere. How the run went, with its times, stands beside it in
    /// <c>OUTPUT.log.jsonl</c>, see <see cref="RunLog"/>.</summary>
    public string? Output { get; init; }

    /// <summary>Where checkpoints are kept, and looked for to go on from; null: none are made, and nothing is resumed.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Is told how training goes; null: nobody is.</summary>
    public ITrainingObserver? Observer { get; init; }

    /// <summary>The clock of rates and times left.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where data sets of the catalogue lie; null: the usual places.</summary>
    public DatasetStore? Store { get; init; }
}
