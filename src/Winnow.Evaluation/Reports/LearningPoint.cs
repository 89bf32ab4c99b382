namespace Winnow.Evaluation.Reports;

/// <summary>One evaluation during training.</summary>
/// <param name="Epoch">Passes over the training rows done before it, with a fraction.</param>
/// <param name="TrainingLoss">Mean training loss since the evaluation before; NaN if not known.</param>
/// <param name="ValidationLogLoss">Log loss on the validation rows.</param>
/// <param name="ValidationAuc">AUC on the validation rows.</param>
/// <param name="IsKept">Whether the weights of this point are the ones kept.</param>
public readonly record struct LearningPoint(
    double Epoch, double TrainingLoss, double ValidationLogLoss, double ValidationAuc, bool IsKept = false);
