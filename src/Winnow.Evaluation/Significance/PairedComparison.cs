namespace Winnow.Evaluation;

/// <summary>Model A against model B on the same rows, with intervals that use the pairing.</summary>
/// <param name="Auc">AUC of A − AUC of B.</param>
/// <param name="Gauc">GAUC of A − GAUC of B; null without groups.</param>
/// <param name="LogLoss">Log loss of A − log loss of B; negative is better for A.</param>
/// <param name="Options">How resamples were drawn.</param>
public sealed record PairedComparison(Difference Auc, Difference? Gauc, Difference LogLoss, BootstrapOptions Options);
