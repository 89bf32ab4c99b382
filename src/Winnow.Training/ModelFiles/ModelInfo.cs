using Winnow.Evaluation;
using Winnow.Training.Progress;
using Winnow.Training.Recipes;

namespace Winnow.Training.ModelFiles;

/// <summary>What <c>model.json</c> tells about a model: how it came to be and how good it is.</summary>
/// <remarks>Nothing here depends on clock, machine or threads, so that the same recipe gives the same file.</remarks>
public sealed record ModelInfo
{
    /// <summary>Version of the library that trained it.</summary>
    public required string Library { get; init; }

    /// <summary>The recipe, every default written out.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Fingerprint of the rows: equal for equal data.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>Rows trained on, of an epoch.</summary>
    public required long TrainingRows { get; init; }

    /// <summary>Rows that chose the weights kept.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>Rows that judged the result.</summary>
    public required int TestRows { get; init; }

    /// <summary>Malformed training rows that were left out.</summary>
    public required long BadRows { get; init; }

    /// <summary>Steps taken.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps behind the weights kept.</summary>
    public required long BestStep { get; init; }

    /// <summary>The evaluations during training.</summary>
    public required IReadOnlyList<EvaluationPoint> History { get; init; }

    /// <summary>Permutation importances, the most important feature first; empty if they were not measured.</summary>
    public required IReadOnlyList<FeatureImportance> Importances { get; init; }

    /// <summary>Metrics on the test rows by name, as in <c>model.json</c>; empty without test rows.</summary>
    public required IReadOnlyDictionary<string, double> TestMetrics { get; init; }

    /// <summary>Metrics on the validation rows by name; empty without validation rows.</summary>
    public required IReadOnlyDictionary<string, double> ValidationMetrics { get; init; }
}
