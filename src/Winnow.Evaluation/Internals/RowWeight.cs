namespace Winnow.Evaluation.Internals;

/// <summary>How much one row counts in a walk: 1, its weight, or its number of draws in a bootstrap resample.</summary>
internal interface IRowWeight
{
    double At(int row);
}

internal readonly struct UnitWeight : IRowWeight
{
    public double At(int row) => 1;
}

internal readonly ref struct GivenWeight(ReadOnlySpan<float> weights) : IRowWeight
{
    private readonly ReadOnlySpan<float> _weights = weights;

    public double At(int row) => _weights[row];
}

internal readonly ref struct Drawn(ReadOnlySpan<byte> counts) : IRowWeight
{
    private readonly ReadOnlySpan<byte> _counts = counts;

    public double At(int row) => _counts[row];
}

internal readonly ref struct DrawnWeight(ReadOnlySpan<byte> counts, ReadOnlySpan<float> weights) : IRowWeight
{
    private readonly ReadOnlySpan<byte> _counts = counts;
    private readonly ReadOnlySpan<float> _weights = weights;

    public double At(int row) => (double)_counts[row] * _weights[row];
}
