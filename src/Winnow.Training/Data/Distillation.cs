using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;
using Winnow.Training.Scoring;

namespace Winnow.Training;

/// <summary>Labels from a teacher: a light model learns what a heavy one says, so that it can choose before it.</summary>
/// <remarks>Hinton, Vinyals and Dean, 2015 (arXiv:1503.02531), with temperature 1: the log loss against the teacher's probability has its
/// minimum where both logits are equal.</remarks>
internal static class Distillation
{
    /// <summary>The same rows with the probabilities of a teacher as labels; it scores all of them once.</summary>
    /// <param name="examples">The rows.</param>
    /// <param name="teacher">Directory of a ranking model that reads the same columns.</param>
    /// <param name="team">The threads that score.</param>
    /// <exception cref="Storage.StorageException">There is no model, or it is damaged.</exception>
    /// <exception cref="SchemaMismatchException">The teacher reads other columns.</exception>
    /// <exception cref="ArgumentException">The teacher's plan refuses some of the rows.</exception>
    public static ExampleSource Label(ExampleSource examples, string teacher, WorkerTeam team)
    {
        using TrainedModel model = ModelDirectory.Load(teacher, team);
        ScoredRows scored = model.Score(examples, new BadRowLog(BadRowLimit.None), team.Threads);
        if (scored.Scores.Length != examples.Rows)
            throw new ArgumentException($"The teacher '{teacher}' scored {scored.Scores.Length} of {examples.Rows} rows: a user has taken every item, so that there are no negatives. Filter the log (data.interactions.filter).");
        return examples.WithLabels(scored.Scores);
    }

    /// <summary>The schema with a label that may be any probability.</summary>
    public static FeatureSchema WithSoftLabel(FeatureSchema schema) => new(
        [.. schema.Columns.Select(c => c.Kind == ColumnKind.Label ? c with { Target = LabelTarget.Value } : c)], schema.Format, schema.Group?.Name, schema.IgnoreOthers);
}
