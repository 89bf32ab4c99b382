namespace Winnow.Benchmarks;

/// <summary>One figure beside what it is measured against.</summary>
/// <param name="Case">What was done: shape, threads.</param>
/// <param name="Ours">Median of this library; NaN if there is none.</param>
/// <param name="Reference">Median of the reference in the same run; NaN if it could not be measured.</param>
/// <param name="Of">What the reference is: a peer with its version, or a limit of this machine.</param>
/// <param name="Unit">Unit of both figures.</param>
/// <param name="LessIsBetter">Whether a smaller figure is the better one.</param>
public sealed record BenchmarkRow(string Case, double Ours, double Reference, string Of, string Unit, bool LessIsBetter = false)
{
    /// <summary>How many times as good as the reference: above 1, ours is better.</summary>
    public double Ratio => LessIsBetter ? Reference / Ours : Ours / Reference;
}
