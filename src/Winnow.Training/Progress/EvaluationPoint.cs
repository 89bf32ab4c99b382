namespace Winnow.Training.Progress;

/// <summary>One evaluation on the validation rows: a point of the learning curves.</summary>
/// <param name="Step">Steps taken before it.</param>
/// <param name="Epoch">Epochs made before it; a fraction when it was in the middle of one.</param>
/// <param name="TrainingLoss">Mean training loss since the evaluation before.</param>
/// <param name="Auc">Validation AUC; NaN if the validation rows are all of one class.</param>
/// <param name="Gauc">Validation AUC within groups; NaN without a group column.</param>
/// <param name="LogLoss">Validation log loss.</param>
/// <param name="RateFactor">What plateau decay multiplies the learning rates by from here on.</param>
/// <param name="IsBest">Whether it is the best so far by the watched metric.</param>
public sealed record EvaluationPoint(
    long Step, double Epoch, double TrainingLoss, double Auc, double Gauc, double LogLoss, float RateFactor, bool IsBest);
