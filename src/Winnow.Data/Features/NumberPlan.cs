namespace Winnow.Data;

/// <summary>What is done to one number column: the transform with the statistics of the training data.</summary>
/// <param name="Transform">The transform.</param>
/// <param name="Mean">Mean of the training values (of sign(x)·ln(1+|x|) for <see cref="NumberTransform.Log"/>).</param>
/// <param name="Deviation">Their standard deviation (divisor n); 0 if they are all equal.</param>
/// <param name="Edges">For buckets: the inner edges, ascending and distinct; bucket b holds Edges[b−1] ≤ x &lt; Edges[b].</param>
/// <param name="Count">Number of training values.</param>
public sealed record NumberPlan(NumberTransform Transform, double Mean, double Deviation, IReadOnlyList<double> Edges, long Count)
{
    private readonly double _scale = Deviation > 0 ? 1 / Deviation : 0;
    private readonly double[] _edges = [.. Edges];

    /// <summary>The number a model sees.</summary>
    /// <param name="x">A finite number of the file.</param>
    public double Apply(double x) => Transform switch
    {
        NumberTransform.Standardize => (x - Mean) * _scale,
        NumberTransform.Log => (SignedLog(x) - Mean) * _scale,
        _ => x,
    };

    /// <summary>The number a model sees where the file has none.</summary>
    /// <param name="rule">The rule of the column: <see cref="MissingRule.Mean"/> or <see cref="MissingRule.Zero"/>.</param>
    public double OfMissing(MissingRule rule) => rule == MissingRule.Mean && Transform == NumberTransform.None ? Mean : 0;

    /// <summary>The bucket of a number, 0 … Edges.Count.</summary>
    public int Bucket(double x)
    {
        int low = 0, high = _edges.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (x < _edges[middle]) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    /// <summary>sign(x) · ln(1 + |x|).</summary>
    public static double SignedLog(double x) => double.CopySign(double.LogP1(Math.Abs(x)), x);
}
