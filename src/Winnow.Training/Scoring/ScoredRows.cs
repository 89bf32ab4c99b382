using Winnow.Data;
using Winnow.Evaluation;

namespace Winnow.Training.Scoring;

/// <summary>The probabilities of some rows beside what came true.</summary>
public sealed class ScoredRows
{
    internal ScoredRows(int rows, BatchLayout layout)
    {
        Scores = new float[rows];
        Labels = new float[rows];
        Weights = new float[layout.HasWeights ? rows : 0];
        Groups = new ulong[layout.HasGroups ? rows : 0];
    }

    /// <summary>Probability of label 1, shape [rows].</summary>
    public float[] Scores { get; }

    /// <summary>Labels, shape [rows]; NaN where a row had none.</summary>
    public float[] Labels { get; }

    /// <summary>Row weights, shape [rows]; empty if all are 1.</summary>
    public float[] Weights { get; }

    /// <summary>Groups, shape [rows]; empty if there are none.</summary>
    public ulong[] Groups { get; }

    /// <summary>Judges the probabilities.</summary>
    /// <param name="options">Bins and clipping; null: defaults.</param>
    /// <exception cref="ArgumentException">There are no rows, or a row has no label.</exception>
    public PointwiseReport Judge(PointwiseOptions? options = null) => PointwiseMetrics.Compute(Scores, Labels, Weights, Groups, options);

    internal void TakeOver(Batch batch, int first)
    {
        batch.Labels.CopyTo(Labels.AsSpan(first));
        batch.Weights.CopyTo(Weights.AsSpan(Math.Min(first, Weights.Length)));
        batch.Groups.CopyTo(Groups.AsSpan(Math.Min(first, Groups.Length)));
    }
}
