namespace Winnow.Numerics;

/// <summary>What batch normalisation remembers of one layer: the running mean and variance, and the learned gain and bias.</summary>
/// <remarks>All four are saved with the model, hence parameters. The running ones never get a gradient, so no optimiser touches them.</remarks>
public sealed class BatchStatistics : IDisposable
{
    private readonly float _momentum = 0.1f, _epsilon = 1e-5f;

    /// <summary>Mean 0, variance 1, gain 1, bias 0.</summary>
    /// <param name="name">Name of the layer, for example <c>mlp.0.norm</c>.</param>
    /// <param name="width">Number of columns to normalise.</param>
    /// <param name="affine">Whether a gain and a bias follow. Default true.</param>
    public BatchStatistics(string name, int width, bool affine = true)
    {
        RunningMean = new Parameter($"{name}.mean", new Shape(1, width), decays: false);
        RunningVariance = new Parameter($"{name}.variance", new Shape(1, width), decays: false);
        RunningVariance.Values.Fill(1);
        RunningMean.AverageShare = RunningVariance.AverageShare = _momentum;
        if (!affine) return;
        Gain = new Parameter($"{name}.gain", new Shape(1, width), decays: false);
        Bias = new Parameter($"{name}.bias", new Shape(1, width), decays: false);
        Gain.Values.Fill(1);
    }

    /// <summary>Share of the newest batch in the running statistics, in [0, 1). Default 0.1.</summary>
    public float Momentum
    {
        get => _momentum;
        init
        {
            _momentum = Ranges.BelowOne(value, nameof(Momentum));
            RunningMean.AverageShare = RunningVariance.AverageShare = _momentum;
        }
    }

    /// <summary>Added to the variance under the root, positive. Default 1e-5.</summary>
    public float Epsilon { get => _epsilon; init => _epsilon = Ranges.Positive(value, nameof(Epsilon)); }

    /// <summary>Running mean, shape [1, width].</summary>
    public Parameter RunningMean { get; }

    /// <summary>Running variance (divisor n − 1), shape [1, width].</summary>
    public Parameter RunningVariance { get; }

    /// <summary>γ, shape [1, width], or null.</summary>
    public Parameter? Gain { get; }

    /// <summary>β, shape [1, width], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Everything to be saved.</summary>
    public IEnumerable<Parameter> Parameters => Gain is null ? [RunningMean, RunningVariance] : [Gain, Bias!, RunningMean, RunningVariance];

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        foreach (Parameter parameter in Parameters) parameter.Dispose();
    }
}
