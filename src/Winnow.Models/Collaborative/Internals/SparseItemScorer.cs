using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Adds up rows of a sparse item matrix: score = Σ over the profile of r_l · W[l, ·].</summary>
/// <remarks>Two ways, the same bits. Thin matrices: each row is scattered into the scores. From one entry in sixteen on, adding whole
/// vectors, zeros included, is cheaper than one address an entry: see <see cref="ItemPanels"/>.</remarks>
internal sealed unsafe class SparseItemScorer
{
    private const int PanelsFromShare = 16;
    private const long MaxPanelBytes = 512L << 20;

    private readonly ItemPanels? _panels;

    internal SparseItemScorer(CsrMatrix weights)
    {
        Weights = weights;
        long dense = (long)weights.Rows * weights.Cols;
        if (weights.Entries >= dense / PanelsFromShare && dense * sizeof(float) <= MaxPanelBytes && dense > 0) _panels = new ItemPanels(weights);
    }

    /// <summary>[items, items]; row l holds what an interaction with l adds to the others.</summary>
    internal CsrMatrix Weights { get; }

    /// <summary>Scores one block of profiles.</summary>
    internal void Score<TProfiles>(TProfiles profiles, MatrixView scores) where TProfiles : IProfiles, allows ref struct
    {
        if (_panels is not null)
        {
            _panels.Score(profiles, scores);
            return;
        }
        scores.Clear();
        for (int i = 0; i < profiles.Count; i++) Scatter(Weights, profiles.Items(i), profiles.Values(i), scores.RowPointer(i));
    }

    /// <summary>target += Σ values[i] · rows[members[i]].</summary>
    internal static void Scatter(CsrMatrix rows, ReadOnlySpan<int> members, ReadOnlySpan<float> values, float* target)
    {
        ReadOnlySpan<int> starts = rows.Starts;
        fixed (int* columns = rows.Columns)
        fixed (float* weights = rows.Values)
        {
            for (int i = 0; i < members.Length; i++)
            {
                int from = starts[members[i]], length = starts[members[i] + 1] - from;
                if (Sse.IsSupported && i + 1 < members.Length)
                {
                    Sse.Prefetch0(columns + starts[members[i + 1]]);
                    if (weights is not null) Sse.Prefetch0(weights + starts[members[i + 1]]);
                }
                float value = values.IsEmpty ? 1 : values[i];
                if (weights is null) AddConstant(target, columns + from, length, value);
                else AddScaled(target, columns + from, weights + from, length, value);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddConstant(float* target, int* columns, int length, float value)
    {
        int k = 0;
        for (; k <= length - 4; k += 4)
        {
            target[columns[k]] += value;
            target[columns[k + 1]] += value;
            target[columns[k + 2]] += value;
            target[columns[k + 3]] += value;
        }
        for (; k < length; k++) target[columns[k]] += value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(float* target, int* columns, float* weights, int length, float value)
    {
        int k = 0;
        for (; k <= length - 4; k += 4)
        {
            target[columns[k]] += value * weights[k];
            target[columns[k + 1]] += value * weights[k + 1];
            target[columns[k + 2]] += value * weights[k + 2];
            target[columns[k + 3]] += value * weights[k + 3];
        }
        for (; k < length; k++) target[columns[k]] += value * weights[k];
    }
}
