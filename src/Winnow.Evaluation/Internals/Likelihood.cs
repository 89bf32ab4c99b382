namespace Winnow.Evaluation.Internals;

/// <summary>Sums of one walk over the rows that log loss, normalised entropy and calibration are made of.</summary>
internal readonly record struct Likelihood(double Weight, double Positives, double Scores, double Loss)
{
    internal double LogLoss => Loss / Weight;

    internal double PositiveRate => Positives / Weight;

    internal double MeanScore => Scores / Weight;

    internal double CalibrationRatio => Positives > 0 ? Scores / Positives : double.NaN;

    internal double NormalizedEntropy
    {
        get
        {
            double p = PositiveRate;
            return p is > 0 and < 1 ? LogLoss / -(p * Math.Log(p) + (1 - p) * Math.Log(1 - p)) : double.NaN;
        }
    }

    /// <summary>Negative log-likelihood of one row in nats.</summary>
    internal static double RowLoss(float score, bool positive, double epsilon)
    {
        double p = positive ? score : 1.0 - score;
        return -Math.Log(Math.Clamp(p, epsilon, 1 - epsilon));
    }

    internal static bool IsClipped(float score, double epsilon) => score < epsilon || score > 1 - epsilon;

    internal static float[] RowLosses(ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, double epsilon)
    {
        float[] losses = new float[scores.Length];
        for (int i = 0; i < losses.Length; i++) losses[i] = (float)RowLoss(scores[i], labels[i] != 0, epsilon);
        return losses;
    }

    internal static Likelihood Sum<TWeight>(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, TWeight weight, double epsilon)
        where TWeight : struct, IRowWeight, allows ref struct
    {
        double total = 0, positives = 0, sum = 0, loss = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double w = weight.At(i);
            total += w;
            positives += w * labels[i];
            sum += w * scores[i];
            loss += w * RowLoss(scores[i], labels[i] != 0, epsilon);
        }
        return new Likelihood(total, positives, sum, loss);
    }

    /// <summary>The same sums from losses taken before, which spares the logarithms.</summary>
    internal static Likelihood Sum<TWeight>(
        ReadOnlySpan<float> scores, ReadOnlySpan<float> labels, ReadOnlySpan<float> losses, TWeight weight)
        where TWeight : struct, IRowWeight, allows ref struct
    {
        double total = 0, positives = 0, sum = 0, loss = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double w = weight.At(i);
            total += w;
            positives += w * labels[i];
            sum += w * scores[i];
            loss += w * losses[i];
        }
        return new Likelihood(total, positives, sum, loss);
    }
}
