using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Gathers the statistics of one number column: mean and deviation exactly, quantiles from a sample.</summary>
/// <remarks>Mean and squared deviations are updated value by value (Welford, Technometrics 4(3), 1962). The sample is a reservoir
/// (Vitter's algorithm R, ACM TOMS 11(1), 1985): with 2¹⁷ values the rank of a quantile is off by 0.14 % (one standard error at
/// the median) of the rows; up to that many rows quantiles are exact.</remarks>
internal sealed class NumberFitter(Column column, RandomStream stream, int sampleSize)
{
    private readonly List<double> _sample = [];
    private long _count;
    private double _mean, _squares;

    public void Add(double x)
    {
        if (column.Transform == NumberTransform.Log) x = NumberPlan.SignedLog(x);
        _count++;
        double delta = x - _mean;
        _mean += delta / _count;
        _squares += delta * (x - _mean);
        if (column.IsBucketed) Sample(x);
    }

    public NumberPlan Build() =>
        new(column.Transform, _mean, _count == 0 ? 0 : Math.Sqrt(_squares / _count), column.IsBucketed ? Edges() : [], _count);

    private void Sample(double x)
    {
        if (_sample.Count < sampleSize)
        {
            _sample.Add(x);
            return;
        }
        long place = (long)Math.BigMul(stream.UInt64((ulong)_count), (ulong)_count, out _);
        if (place < sampleSize) _sample[(int)place] = x;
    }

    /// <summary>The values at the ranks n·b / buckets, equal ones merged; an edge at the smallest value would cut nothing off.</summary>
    private List<double> Edges()
    {
        List<double> edges = [];
        if (_sample.Count == 0) return edges;
        _sample.Sort();
        for (int b = 1; b < column.Buckets; b++)
        {
            double edge = _sample[(int)((long)_sample.Count * b / column.Buckets)];
            if (edge > (edges.Count == 0 ? _sample[0] : edges[^1])) edges.Add(edge);
        }
        return edges;
    }
}
