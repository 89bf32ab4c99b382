namespace Winnow.Evaluation;

/// <summary>An interval around an estimate, and the estimate's standard error.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="StandardError">Standard deviation of the estimate over resamples.</param>
public readonly record struct Interval(double Low, double High, double StandardError)
{
    /// <summary>True if <paramref name="value"/> lies within the ends, both included.</summary>
    /// <param name="value">Any number; NaN lies in no interval.</param>
    /// <returns>Low ≤ value ≤ High.</returns>
    public bool Contains(double value) => value >= Low && value <= High;
}
