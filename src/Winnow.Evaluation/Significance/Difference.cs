namespace Winnow.Evaluation;

/// <summary>A metric of model A minus the same metric of model B, over the same rows.</summary>
/// <param name="Value">The difference.</param>
/// <param name="Interval">Its interval; that 0 lies outside means the models differ at that confidence.</param>
/// <param name="PValue">Two-sided probability of so large a difference between equal models, by the normal distribution and the
/// standard error of the difference; 1 if the models agree on every pair of rows.</param>
public readonly record struct Difference(double Value, Interval Interval, double PValue);
