using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="SlimElasticNet"/>.</summary>
public sealed record SlimElasticNetOptions : RecommenderOptions
{
    /// <summary>Largest coefficients kept of each item, at least 1. Default 100.</summary>
    public int TopK { get; init; } = 100;

    /// <summary>Strength of the penalty, above 0. Default 1.</summary>
    public float Alpha { get; init; } = 1;

    /// <summary>Share of the absolute penalty in it, in [0, 1]; the rest is squared. Default 0.1.</summary>
    public float L1Ratio { get; init; } = 0.1f;

    /// <summary>Most passes over the coefficients of an item, at least 1. Default 1,000; few items need more than a hundred.</summary>
    public int Epochs { get; init; } = 1000;

    /// <summary>An item is done when its objective is proven to be within this share of ‖y‖² of the minimum, above 0. Default 10⁻⁸: scikit-learn's
    /// 10⁻⁴ is a share by a bound so loose that its solutions are as exact as these; here 10⁻⁴ moves metrics by 0.0007.</summary>
    public float Tolerance { get; init; } = 1e-8f;

    /// <summary>Whether an item with at most K coefficients loses its smallest one, as in the code behind the published figures. Default
    /// false.</summary>
    public bool DropSmallest { get; init; }

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new SlimElasticNet(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (TopK < 1) yield return $"TopK {TopK} must be at least 1";
        if (!(Alpha > 0 && float.IsFinite(Alpha))) yield return $"Alpha {Alpha} must be a finite number above 0";
        if (L1Ratio is not (>= 0 and <= 1)) yield return $"L1Ratio {L1Ratio} must lie in [0, 1]";
        if (Epochs < 1) yield return $"Epochs {Epochs} must be at least 1";
        if (!(Tolerance > 0 && float.IsFinite(Tolerance))) yield return $"Tolerance {Tolerance} must be a finite number above 0";
    }
}

/// <summary>Sparse linear methods: each item's column of interactions is regressed on those of the others, coefficients not negative.</summary>
/// <remarks>w_j minimises ½‖r_j − R w‖² / users + α ρ ‖w‖₁ + ½ α (1 − ρ) ‖w‖², w ≥ 0, w_jj = 0, ρ the L1 ratio; score(u) = r_u W. Ning and
/// Karypis, ICDM 2011, equation 4, in the scaling of scikit-learn's ElasticNet as in Ferrari Dacrema et al., ACM TOIS 39(2), 2021.
/// <para>Coordinate descent with covariance updates (Friedman, Hastie and Tibshirani, Journal of Statistical Software 33(1), 2010, section 2.2)
/// on the Gram matrix, which all items share; see <see cref="ElasticNetJob"/>.</para></remarks>
public sealed class SlimElasticNet(SlimElasticNetOptions options) : SparseItemRecommender
{
    /// <inheritdoc/>
    protected override CsrMatrix Learn(Interactions train, FitContext context)
    {
        using GramRows gram = new(train, context);
        double users = Math.Max(1, train.Users.Count);
        ElasticNetJob job = new()
        {
            Gram = gram,
            L1 = (float)(options.Alpha * (double)options.L1Ratio * users),
            L2 = (float)(options.Alpha * (1 - (double)options.L1Ratio) * users),
            Options = options,
            Context = context,
            Columns = new int[gram.Items][],
            Values = new float[gram.Items][],
        };
        context.Team.Run(ref job, (gram.Items + ElasticNetJob.ItemsAChunk - 1) / ElasticNetJob.ItemsAChunk);
        return Join(gram.Items, job.Columns, job.Values).LargestOfRows(options.TopK, context.Team).Transpose(context.Team);
    }

    private static CsrMatrix Join(int items, int[][] columns, float[][] values)
    {
        int[] starts = new int[items + 1];
        for (int item = 0; item < items; item++) starts[item + 1] = checked(starts[item] + columns[item].Length);
        int[] allColumns = new int[starts[items]];
        float[] allValues = new float[starts[items]];
        for (int item = 0; item < items; item++)
        {
            columns[item].CopyTo(allColumns, starts[item]);
            values[item].CopyTo(allValues, starts[item]);
        }
        return new CsrMatrix(items, items, starts, allColumns, allValues);
    }
}
