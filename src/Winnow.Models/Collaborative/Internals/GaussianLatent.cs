using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>z = μ + ε ⊙ e^(½ log σ²) with standard normal ε: a draw whose gradient flows to μ and log σ².</summary>
/// <remarks>Kingma and Welling, ICLR 2014, section 2.4. The input holds μ and log σ² side by side.</remarks>
internal sealed unsafe class GaussianLatent : Operator
{
    private Tensor _parameters;
    private MatrixView _noise;          // ε σ

    /// <summary>The draw, shape [rows, half of the columns].</summary>
    /// <param name="tape">Where to compute; its random numbers decide ε.</param>
    /// <param name="parameters">[rows, 2 · latent].</param>
    public static Tensor Draw(Tape tape, Tensor parameters) => tape.Rent<GaussianLatent>().Forward(parameters);

    public override void Backward()
    {
        MatrixView upstream = ResultGradient, target = Tape.GradientToWrite(_parameters, out bool add);
        for (int r = 0; r < upstream.Rows; r++)
        {
            float* slopes = upstream.RowPointer(r), noise = _noise.RowPointer(r), mean = target.RowPointer(r), logVariance = mean + upstream.Cols;
            for (int d = 0; d < upstream.Cols; d++)
            {
                mean[d] = (add ? mean[d] : 0) + slopes[d];
                logVariance[d] = (add ? logVariance[d] : 0) + slopes[d] * noise[d] / 2;
            }
        }
    }

    private Tensor Forward(Tensor parameters)
    {
        _parameters = parameters;
        int latent = parameters.Cols / 2;
        Tensor z = Tape.Record(this, new Shape(parameters.Rows, latent), parameters);
        _noise = Tape.AllocateMatrix(parameters.Rows, latent);
        RandomStream random = Tape.Random.Fork("latent");
        for (int r = 0; r < parameters.Rows; r++)
        {
            float* mean = parameters.Value.RowPointer(r), logVariance = mean + latent, noise = _noise.RowPointer(r), draw = z.Value.RowPointer(r);
            random.FillNormal(_noise.Row(r), 0, 1, (ulong)r * (ulong)latent);
            for (int d = 0; d < latent; d++)
            {
                noise[d] *= MathF.Exp(logVariance[d] / 2);
                draw[d] = mean[d] + noise[d];
            }
        }
        return z;
    }
}

/// <summary>½ Σ (μ² + σ² − 1 − log σ²) / rows: how far the latent distributions are from the standard normal one.</summary>
/// <remarks>Kingma and Welling, ICLR 2014, appendix B.</remarks>
internal sealed unsafe class GaussianDivergence : Operator
{
    private Tensor _parameters;

    /// <summary>The mean Kullback-Leibler divergence, shape [1, 1].</summary>
    public static Tensor Of(Tape tape, Tensor parameters) => tape.Rent<GaussianDivergence>().Forward(parameters);

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_parameters, out bool add), value = _parameters.Value;
        float scale = ResultGradient[0, 0] / value.Rows;
        int latent = value.Cols / 2;
        for (int r = 0; r < value.Rows; r++)
        {
            for (int d = 0; d < latent; d++)
            {
                target[r, d] = (add ? target[r, d] : 0) + scale * value[r, d];
                target[r, latent + d] = (add ? target[r, latent + d] : 0) + scale * (MathF.Exp(value[r, latent + d]) - 1) / 2;
            }
        }
    }

    private Tensor Forward(Tensor parameters)
    {
        _parameters = parameters;
        Tensor result = Tape.Record(this, new Shape(1, 1), parameters);
        MatrixView value = parameters.Value;
        int latent = value.Cols / 2;
        double sum = 0;
        for (int r = 0; r < value.Rows; r++)
            for (int d = 0; d < latent; d++)
            {
                float mean = value[r, d], logVariance = value[r, latent + d];
                sum += mean * mean + MathF.Exp(logVariance) - 1 - logVariance;
            }
        result.Value[0, 0] = (float)(sum / 2 / value.Rows);
        return result;
    }
}
