namespace Winnow.Benchmarks.Delay;

/// <summary>What became of one variant in one setting.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Setting">Rule, rate and delays.</param>
/// <param name="Auc">AUC of the validation rows, [seed][epoch]; 0.5 from where numbers grew beyond all bounds.</param>
/// <param name="LogLoss">Their log loss, likewise; ln 2 there.</param>
/// <param name="Diverged">Seeds with which they did.</param>
internal sealed record DelayCurve(DelayVariant Variant, DelaySetting Setting, double[][] Auc, double[][] LogLoss, int Diverged)
{
    internal double LastAuc => Auc.Average(seed => seed[^1]);

    internal double LastLogLoss => LogLoss.Average(seed => seed[^1]);

    /// <summary>Standard deviation of the last AUC over the seeds.</summary>
    internal double AucDeviation => Math.Sqrt(Auc.Average(seed => Math.Pow(seed[^1] - LastAuc, 2)));

    public override string ToString() =>
        $"{Setting}, {Variant.Name}: AUC {LastAuc:0.0000} ± {AucDeviation:0.0000}, log loss {LastLogLoss:0.0000}"
        + (Diverged > 0 ? $", {Diverged} of {Auc.Length} diverged" : "");
}
