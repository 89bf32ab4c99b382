namespace Winnow.Evaluation.Tests.Pointwise;

/// <summary>Seeded rows with as many equal scores as asked for.</summary>
internal sealed record Sample(float[] Scores, float[] Labels, float[] Weights, ulong[] Groups)
{
    internal static Sample Draw(int rows, int levels)
    {
        Random rng = new(rows * 31 + levels);
        Sample sample = new(new float[rows], new float[rows], new float[rows], new ulong[rows]);
        for (int i = 0; i < rows; i++)
        {
            sample.Scores[i] = (float)rng.Next(levels) / levels;
            sample.Labels[i] = rng.NextDouble() < 0.2 + 0.6 * sample.Scores[i] ? 1 : 0;
            sample.Weights[i] = rng.Next(4);                                    // 0 is a legal weight
            sample.Groups[i] = (ulong)rng.Next(1 + rows / 6);
        }
        return sample;
    }

    internal Sample Reversed() =>
        new([.. Scores.Reverse()], [.. Labels.Reverse()], [.. Weights.Reverse()], [.. Groups.Reverse()]);
}
