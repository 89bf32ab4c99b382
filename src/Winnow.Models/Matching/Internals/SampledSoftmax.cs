using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Cross-entropy of a user's target against the candidates of a batch, corrected for how often they are drawn.</summary>
/// <remarks>
/// ℓ = −log (e^{s_t/τ − log Q_t} / (e^{s_t/τ − log Q_t} + Σⱼ nⱼ e^{sⱼ/τ − log Qⱼ})) / rows, Q the expected and n the actual number of times a
/// batch shows an item (Yi et al., RecSys 2019; n &gt; 1 is the same item drawn again). Left out of the sum: the target itself,
/// which would count as its own negative (accidental hit), and, if asked, all that the user took.
/// </remarks>
internal unsafe struct SampledSoftmax : IRowLoss
{
    /// <summary>1 / τ.</summary>
    public float Sharpness;

    /// <summary>1 / rows.</summary>
    public float Share;

    /// <summary>Column of the target of each row. [rows]</summary>
    public int* Targets;

    /// <summary>log n − log Q of each candidate. [cols]</summary>
    public float* Offsets;

    /// <summary>log Q of each candidate. [cols]</summary>
    public float* LogExpected;

    /// <summary>User of each row. [rows]</summary>
    public int* Users;

    /// <summary>What users took; null: only targets are left out.</summary>
    public CsrMatrix? Taken;

    /// <summary>Column of each item, or −1. [items]</summary>
    public int* ColumnOf;

    public readonly double Run(int row, float* scores, int cols)
    {
        int target = Targets[row];
        float own = scores[target] * Sharpness - LogExpected[target];
        Add(scores, cols);
        if (Taken is not null)
        {
            foreach (int item in Taken.Row(Users[row]))
                if (ColumnOf[item] is var column and >= 0) scores[column] = float.NegativeInfinity;
        }
        scores[target] = own;
        double logSum = Exponentials(scores, cols, out float scale);
        Scale(scores, cols, scale);
        scores[target] -= Share * Sharpness;
        return (logSum - own) * Share;
    }

    private readonly void Add(float* scores, int cols)
    {
        int i = 0;
        for (; i <= cols - Vector<float>.Count; i += Vector<float>.Count)
            Vector.Store(Vector.Load(scores + i) * Sharpness + Vector.Load(Offsets + i), scores + i);
        for (; i < cols; i++) scores[i] = scores[i] * Sharpness + Offsets[i];
    }

    /// <summary>x ← e^{x − max x}. Returns log Σ eˣ; <paramref name="scale"/> is what makes slopes of the exponentials.</summary>
    private readonly double Exponentials(float* x, int n, out float scale)
    {
        Vector<float> most = new(float.NegativeInfinity);
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) most = Vector.Max(most, Vector.Load(x + i));
        float max = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++) max = Math.Max(max, most[lane]);
        for (; i < n; i++) max = Math.Max(max, x[i]);
        Vector<float> shift = new(max), sums = default;
        for (i = 0; i <= n - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> e = Vector.Exp(Vector.Load(x + i) - shift);
            sums += e;
            Vector.Store(e, x + i);
        }
        double sum = Vector.Sum(sums);
        for (; i < n; i++) sum += x[i] = MathF.Exp(x[i] - max);
        scale = (float)(Share * Sharpness / sum);
        return max + Math.Log(sum);
    }

    private static void Scale(float* x, int n, float factor)
    {
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Vector.Load(x + i) * factor, x + i);
        for (; i < n; i++) x[i] *= factor;
    }
}
