using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Finds the nearest neighbours of each row of a matrix.</summary>
internal static class Neighbourhood
{
    /// <summary>Row j holds the neighbours i of j with their similarities: column j of the model's W, cut to the K largest.</summary>
    /// <param name="rows">What is compared, one row each: items × users, users × items or items × features, weighted already.</param>
    /// <param name="options">Similarity, K, shrinkage.</param>
    /// <param name="context">Threads, progress, cancellation.</param>
    internal static CsrMatrix Find(CsrMatrix rows, NeighbourhoodOptions options, FitContext context)
    {
        double h = options.Shrink, alpha = options.TverskyAlpha, beta = options.TverskyBeta;
        return options.Similarity switch
        {
            Similarity.Cosine when !options.Normalize => Find(rows, new Plain(h), options.TopK, context),
            Similarity.Cosine => Find(rows, Norms(rows, 0.5, 0.5, h), options.TopK, context),
            Similarity.AsymmetricCosine => Find(rows, Norms(rows, options.AsymmetricAlpha, 1 - (double)options.AsymmetricAlpha, h), options.TopK, context),
            Similarity.Dice => Find(Presence(rows), new SetOverlap(Sizes(rows), 0, 1, 1, h), options.TopK, context),
            Similarity.Jaccard => Find(Presence(rows), new SetOverlap(Sizes(rows), -1, 1, 1, h), options.TopK, context),
            Similarity.Tversky => Find(Presence(rows), new SetOverlap(Sizes(rows), 1 - alpha - beta, alpha, beta, h), options.TopK, context),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Similarity, "Unknown similarity."),
        };
    }

    private static CsrMatrix Find<TFormula>(CsrMatrix rows, TFormula formula, int topK, FitContext context)
        where TFormula : struct, IProductFormula =>
        SparseTopK.Product(rows, rows.Transpose(context.Team), topK, formula, skipDiagonal: true, context.Team, context.Progress, context.Cancel);

    private static CsrMatrix Presence(CsrMatrix rows) => rows.IsBinary ? rows : rows.WithValues(null);

    private static ProductOfNorms Norms(CsrMatrix rows, double targetPower, double neighbourPower, double shrink)
    {
        double[] target = new double[rows.Rows], neighbour = new double[rows.Rows];
        for (int row = 0; row < target.Length; row++)
        {
            double squares = rows.RowLength(row);
            if (!rows.IsBinary)
            {
                squares = 0;
                foreach (float value in rows.RowValues(row)) squares += (double)value * value;
            }
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
