using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>What all models judged together share: labels, weights, groups, and the draws of a resample.</summary>
internal sealed class ResampledRows
{
    private readonly bool _drawGroups;

    internal ResampledRows(
        ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, ReadOnlySpan<ulong> groups, ResamplingUnit unit)
    {
        if (unit == ResamplingUnit.Groups && groups.IsEmpty) Throw.NoGroupsToDraw();
        _drawGroups = unit == ResamplingUnit.Groups;
        Labels = labels.ToArray();
        Weights = weights.IsEmpty ? null : weights.ToArray();
        Groups = groups.IsEmpty ? null : GroupIndex.Build(groups);
    }

    internal float[] Labels { get; }

    internal float[]? Weights { get; }

    internal GroupIndex? Groups { get; }

    internal int Count => Labels.Length;

    /// <summary>Draws how often each row and each group counts in a resample.</summary>
    /// <param name="resample">The stream of this resample.</param>
    /// <param name="ofRow">Filled, shape [rows].</param>
    /// <param name="ofGroup">Filled, shape [groups].</param>
    internal void Draw(RandomStream resample, Span<byte> ofRow, Span<byte> ofGroup)
    {
        PoissonCounts.Draw(resample.Fork("rows"), ofRow);
        if (Groups is null) return;
        PoissonCounts.Draw(resample.Fork("groups"), ofGroup);
        if (!_drawGroups) return;
        for (int i = 0; i < ofRow.Length; i++)
            if (Groups.OfRow[i] is int group and not GroupIndex.None) ofRow[i] = ofGroup[group];
    }
}
