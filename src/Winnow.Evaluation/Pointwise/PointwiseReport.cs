namespace Winnow.Evaluation;

/// <summary>How good predicted probabilities are, row by row: order, likelihood and calibration.</summary>
/// <remarks>Made by <see cref="PointwiseMetrics.Compute"/>. Let yᵢ ∈ {0, 1} be labels, pᵢ probabilities, wᵢ weights (1 if
/// none).</remarks>
public sealed partial record PointwiseReport
{
    /// <summary>Rows judged.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows with label 1.</summary>
    public required int Positives { get; init; }

    /// <summary>Share of positive weight, Σwᵢyᵢ / Σwᵢ.</summary>
    public required double PositiveRate { get; init; }

    /// <summary>Mean prediction, Σwᵢpᵢ / Σwᵢ.</summary>
    public required double MeanScore { get; init; }

    /// <summary>Area under the ROC curve: probability that a random positive scores above a random negative, ties one half. NaN
    /// if a class is missing, see <see cref="AucMissingReason"/>.</summary>
    public required double Auc { get; init; }

    /// <summary>Why <see cref="Auc"/> is NaN, or null.</summary>
    public string? AucMissingReason { get; init; }

    /// <summary>AUC within groups, or null if no groups were given.</summary>
    public GroupedAuc? Gauc { get; init; }

    /// <summary>Mean negative log-likelihood in nats, −Σwᵢ(yᵢ ln pᵢ + (1−yᵢ) ln(1−pᵢ)) / Σwᵢ.</summary>
    public required double LogLoss { get; init; }

    /// <summary>Log loss / entropy of the positive rate: 1 is a model that knows the rate only, lower is better.
    /// NaN if a class is missing.</summary>
    /// <remarks>He et al., ADKDD 2014, equation 1.</remarks>
    public required double NormalizedEntropy { get; init; }

    /// <summary>Σwᵢpᵢ / Σwᵢyᵢ: 1.1 means that 10 % more positives were promised than came. NaN without positives.</summary>
    public required double CalibrationRatio { get; init; }

    /// <summary>Reliability by bins of equal mass, with the expected calibration error.</summary>
    public required CalibrationCurve Calibration { get; init; }

    /// <summary>Expected calibration error, of <see cref="Calibration"/>.</summary>
    public double Ece => Calibration.ExpectedError;

    /// <summary>Rows whose probability was moved to ε or 1 − ε before taking the logarithm.</summary>
    public required int ClippedRows { get; init; }

    /// <summary>Bootstrap intervals, or null if <see cref="PointwiseOptions.Bootstrap"/> was null.</summary>
    public PointwiseIntervals? Intervals { get; init; }
}
