namespace Winnow.Evaluation;

/// <summary>What a model loses when it can no longer read one feature.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="AucDrop">AUC of the intact rows − mean AUC with the feature permuted; about 0 for a feature the model does not
/// use.</param>
/// <param name="LogLossRise">Mean log loss with the feature permuted − log loss of the intact rows.</param>
/// <param name="AucDropDeviation">Standard deviation of the drop over permutations; 0 with one permutation.</param>
public readonly record struct FeatureImportance(string Feature, double AucDrop, double LogLossRise, double AucDropDeviation);
