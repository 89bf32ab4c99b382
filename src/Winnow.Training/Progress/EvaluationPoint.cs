using Winnow.Evaluation;

namespace Winnow.Training.Progress;

/// <summary>One evaluation on the validation rows.</summary>
/// <param name="Step">Steps taken before it.</param>
/// <param name="Epoch">Epochs completed before it, with a fraction.</param>
/// <param name="TrainingLoss">Mean training loss since the evaluation before.</param>
/// <param name="RateFactor">What plateau decay multiplied the learning rates by, up to now.</param>
/// <param name="IsBest">Whether it is the best so far by the watched metric.</param>
/// <param name="Report">All metrics.</param>
public sealed record EvaluationPoint(
    long Step, double Epoch, double TrainingLoss, float RateFactor, bool IsBest, PointwiseReport Report);
