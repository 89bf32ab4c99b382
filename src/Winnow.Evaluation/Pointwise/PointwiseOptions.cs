using Winnow.Evaluation.Internals;

namespace Winnow.Evaluation;

/// <summary>How a pointwise report is computed.</summary>
public sealed record PointwiseOptions
{
    /// <summary>Distance kept from 0 and 1 inside logarithms; such rows are counted in <see cref="PointwiseReport.ClippedRows"/>.
    /// Default 10⁻⁷, about the step of a float just below 1; legal (0, 0.1].</summary>
    public double Epsilon { get; init; } = 1e-7;

    /// <summary>Bins of equal mass of the calibration curve. Default 20, legal [2, 1000].</summary>
    public int CalibrationBins { get; init; } = 20;

    /// <summary>Bootstrap intervals; null (default) = none, which is what a training loop wants.</summary>
    public BootstrapOptions? Bootstrap { get; init; }

    internal PointwiseOptions Validate()
    {
        if (Epsilon is not (> 0 and <= 0.1)) Throw.OptionOutOfRange(nameof(Epsilon), Epsilon, "(0, 0.1]");
        if (CalibrationBins is < 2 or > 1000) Throw.OptionOutOfRange(nameof(CalibrationBins), CalibrationBins, "[2, 1000]");
        Bootstrap?.Validate();
        return this;
    }
}
