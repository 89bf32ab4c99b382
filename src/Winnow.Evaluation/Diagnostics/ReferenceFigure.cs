namespace Winnow.Evaluation;

/// <summary>A figure of a split beside what random draws give.</summary>
/// <param name="Observed">The figure of the split.</param>
/// <param name="Expected">Mean over the random draws.</param>
/// <param name="Low">Quantile 2.5 % of the random draws.</param>
/// <param name="High">Quantile 97.5 % of the random draws.</param>
/// <param name="PValue">How probable a random draw as far out is, in (0, 1]: (1 + draws as far out) / (1 + draws), and outside of all
/// draws the tail of the normal distribution with their mean and deviation; both tails count, unless only large figures speak against
/// the split.</param>
public sealed record ReferenceFigure(double Observed, double Expected, double Low, double High, double PValue);
