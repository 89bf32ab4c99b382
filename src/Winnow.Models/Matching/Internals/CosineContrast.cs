using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The negative part of the cosine contrastive loss: Σⱼ nⱼ W max(0, sⱼ − m), W = w / |N| / rows (Mao et al., CIKM 2021).</summary>
internal unsafe struct CosineContrast : IRowLoss
{
    /// <summary>m.</summary>
    public float Margin;

    /// <summary>nⱼ W of each negative. [cols]</summary>
    public float* Weights;

    /// <summary>User of each row. [rows]</summary>
    public int* Users;

    /// <summary>What users took: no negatives of theirs.</summary>
    public CsrMatrix Taken;

    /// <summary>Column of each item, or −1. [items]</summary>
    public int* ColumnOf;

    public readonly double Run(int row, float* scores, int cols)
    {
        foreach (int item in Taken.Row(Users[row]))
            if (ColumnOf[item] is var column and >= 0) scores[column] = float.NegativeInfinity;
        Vector<float> margin = new(Margin), sums = default;
        int i = 0;
        for (; i <= cols - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> over = Vector.Load(scores + i) - margin, weight = Vector.Load(Weights + i);
            Vector<int> counts = Vector.GreaterThan(over, Vector<float>.Zero);
            Vector<float> slope = Vector.ConditionalSelect(counts, weight, Vector<float>.Zero);
            sums += Vector.ConditionalSelect(counts, over * weight, Vector<float>.Zero);
            Vector.Store(slope, scores + i);
        }
        double sum = Vector.Sum(sums);
        for (; i < cols; i++)
        {
            float over = scores[i] - Margin;
            sum += over > 0 ? over * Weights[i] : 0;
            scores[i] = over > 0 ? Weights[i] : 0;
        }
        return sum;
    }
}
