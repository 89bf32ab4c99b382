using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Finds the nearest neighbours of each row of a matrix.</summary>
internal static class Neighbourhood
{
    /// <summary>Row j holds the neighbours i of j with their similarities: column j of the model's W, cut to the K largest.</summary>
    /// <param name="rows">What is compared, one row each: items × users, users × items or items × features.</param>
    /// <param name="options">Similarity, K, shrinkage.</param>
    /// <param name="context">Threads, progress, cancellation.</param>
    internal static CsrMatrix Find(CsrMatrix rows, NeighbourhoodOptions options, FitContext context) =>
        Find(rows, null, null, options, context);

    /// <summary>As above for the matrix diag(<paramref name="rowScales"/>) · rows · diag(<paramref name="columnScales"/>), rows being binary.</summary>
    internal static CsrMatrix Find(CsrMatrix rows, double[]? rowScales, double[]? columnScales, NeighbourhoodOptions options, FitContext context)
    {
        double h = options.Shrink, alpha = options.TverskyAlpha, beta = options.TverskyBeta, asymmetry = options.AsymmetricAlpha;
        double[]? weights = columnScales is null ? null : [.. columnScales.Select(x => x * x)];
        return options.Similarity switch
        {
            Similarity.Cosine when !options.Normalize => Find(new Plain(h)),
            Similarity.Cosine => Find(Norms(rows, rowScales, weights, 0.5, 0.5, h)),
            Similarity.AsymmetricCosine => Find(Norms(rows, rowScales, weights, asymmetry, 1 - asymmetry, h)),
            Similarity.Dice => FindSets(rows, new SetOverlap(Sizes(rows), 0, 1, 1, h), options, context),
            Similarity.Jaccard => FindSets(rows, new SetOverlap(Sizes(rows), -1, 1, 1, h), options, context),
            Similarity.Tversky => FindSets(rows, new SetOverlap(Sizes(rows), 1 - alpha - beta, alpha, beta, h), options, context),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Similarity, "Unknown similarity."),
        };

        CsrMatrix Find<TFormula>(TFormula formula) where TFormula : struct, IProductFormula => rowScales is null
            ? Product(rows, weights, formula, options, context)
            : Product(rows, weights, new Scaled<TFormula>(formula, rowScales), options, context);
    }

    private static CsrMatrix FindSets(CsrMatrix rows, SetOverlap formula, NeighbourhoodOptions options, FitContext context) =>
        Product(rows.IsBinary ? rows : rows.WithValues(null), null, formula, options, context);

    private static CsrMatrix Product<TFormula>(CsrMatrix rows, double[]? weights, TFormula formula, NeighbourhoodOptions options, FitContext context)
        where TFormula : struct, IProductFormula =>
        SparseTopK.Product(
            rows, rows.Transpose(context.Team), options.TopK, formula, skipDiagonal: true, context.Team, weights, context.Progress, options.EqualNeighbours, context.Cancel);

    private static ProductOfNorms Norms(CsrMatrix rows, double[]? scales, double[]? weights, double targetPower, double neighbourPower, double shrink)
    {
        double[] target = new double[rows.Rows], neighbour = new double[rows.Rows];
        for (int row = 0; row < target.Length; row++)
        {
            double squares = 0, scale = scales?[row] ?? 1;
            ReadOnlySpan<int> columns = rows.Row(row);
            ReadOnlySpan<float> values = rows.RowValues(row);
            for (int i = 0; i < columns.Length; i++)
                squares += (values.IsEmpty ? 1 : (double)values[i] * values[i]) * (weights?[columns[i]] ?? 1);
            squares *= scale * scale;
            (target[row], neighbour[row]) = (Math.Pow(squares, targetPower), Math.Pow(squares, neighbourPower));
        }
        return new ProductOfNorms(neighbour, target, shrink);
    }

    private static double[] Sizes(CsrMatrix rows)
    {
        double[] sizes = new double[rows.Rows];
        for (int row = 0; row < sizes.Length; row++) sizes[row] = rows.RowLength(row);
        return sizes;
    }
}
