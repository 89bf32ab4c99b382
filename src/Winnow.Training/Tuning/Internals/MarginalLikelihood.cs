namespace Winnow.Training.Tuning.Internals;

/// <summary>−ln p(y | X, θ) of a <see cref="GaussianProcess"/> and its gradient by the logarithms of the hyper-parameters.</summary>
internal sealed class MarginalLikelihood(double[][] points, double[] y)
{
    /// <summary>½ yᵀK⁻¹y + Σ ln Lᵢᵢ + n/2 ln 2π; the gradient is −½ tr((ααᵀ − K⁻¹) ∂K/∂θ) with α = K⁻¹y.</summary>
    /// <returns>+∞ where K is not positive definite.</returns>
    public double NegativeWithGradient(double[] logs, double[] gradient)
    {
        int n = y.Length;
        if (Cholesky.TryDecompose(GaussianProcess.Kernel(points, logs), n) is not { } cholesky) return double.PositiveInfinity;
        double[] alpha = [.. y];
        cholesky.Solve(alpha);
        double[] inverse = cholesky.Inverse();
        double fit = 0;
        for (int i = 0; i < n; i++) fit += y[i] * alpha[i];
        Array.Clear(gradient);
        double scale = Math.Exp(logs[0]), noise = Math.Exp(logs[1]);
        for (int i = 0; i < n; i++)
        {
            double own = alpha[i] * alpha[i] - inverse[i * n + i];
            gradient[0] -= 0.5 * own * scale;
            gradient[1] -= 0.5 * own * noise;
            for (int j = 0; j < i; j++) AddPair(i, j, alpha[i] * alpha[j] - inverse[i * n + j], scale, logs, gradient);
        }
        return 0.5 * fit + cholesky.HalfLogDeterminant + 0.5 * n * Math.Log(2 * Math.PI);
    }

    /// <summary>∂k/∂ln ℓᵢ = scale · 5/3 (1 + √5 r) e^(−√5 r) ((xᵢ − x′ᵢ)/ℓᵢ)²; the pair stands in K twice.</summary>
    private void AddPair(int i, int j, double weight, double scale, double[] logs, double[] gradient)
    {
        double[] a = points[i], b = points[j];
        double r = GaussianProcess.Distance(a, b, logs);
        gradient[0] -= weight * scale * GaussianProcess.Matern(r);
        double slope = scale * (5.0 / 3) * (1 + Math.Sqrt(5) * r) * Math.Exp(-Math.Sqrt(5) * r);
        for (int k = 0; k < a.Length; k++)
        {
            double scaled = (a[k] - b[k]) * Math.Exp(-logs[k + 2]);
            gradient[k + 2] -= weight * slope * scaled * scaled;
        }
    }
}
