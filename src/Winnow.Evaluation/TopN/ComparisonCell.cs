namespace Winnow.Evaluation;

/// <summary>A metric of one model, alone and against the reference.</summary>
/// <param name="Value">The mean over users, or the value for all lists together.</param>
/// <param name="Interval">Bootstrap interval over users; NaN for what has no value a user.</param>
/// <param name="Difference">Value minus the reference's, over the same resamples, with the p-value of the chosen test; null for the reference itself and for
/// what has no value a user.</param>
/// <param name="AdjustedPValue">That p-value after Holm's correction over all models of the column; NaN where there is none.</param>
public readonly record struct ComparisonCell(double Value, Interval Interval, Difference? Difference, double AdjustedPValue)
{
    /// <summary>▲ significantly above the reference, ▼ significantly below, empty otherwise.</summary>
    /// <param name="alpha">Level of significance.</param>
    public string Mark(double alpha) => AdjustedPValue < alpha && Difference is { } difference ? difference.Value > 0 ? "▲" : "▼" : "";
}
