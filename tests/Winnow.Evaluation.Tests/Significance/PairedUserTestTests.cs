namespace Winnow.Evaluation.Tests.Significance;

public sealed class PairedUserTestTests
{
    [Fact]
    public void Randomization_FewUsers_ApproachesTheExactShareOfFlips()
    {
        float[] a = [0.9f, 0.4f, 0.8f, 0.7f, 0.6f, 0.3f, 0.5f, 0.9f, 0.2f, 0.6f, 0.35f], b = [0.5f, 0.45f, 0.3f, 0.6f, 0.65f, 0.1f, 0.2f, 0.9f, 0.1f, 0.5f, 0.3f];
        double[] differences = [.. a.Zip(b, (x, y) => (double)x - y).Where(d => d != 0)];
        double observed = Math.Abs(differences.Sum());
        int extreme = Enumerable.Range(0, 1 << differences.Length).Count(flip =>
            Math.Abs(differences.Select((d, i) => (flip >> i & 1) == 0 ? d : -d).Sum()) >= observed - 1e-12);
        double exact = (double)extreme / (1 << differences.Length);

        double p = PairedUserTest.Randomization(a, b, flips: 100_000);

        Assert.InRange(p, exact - 5 * Math.Sqrt(exact / 100_000), exact + 5 * Math.Sqrt(exact / 100_000) + 1e-5);       // five standard errors
    }

    [Fact]
    public void Randomization_EqualModels_GivesUniformPValues()
    {
        const int Trials = 400;
        int below = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            (float[] a, float[] b) = Draw(trial, 150, 0);
            if (PairedUserTest.Randomization(a, b, 400, (ulong)trial) < 0.1) below++;
        }
        Assert.InRange(below / (double)Trials, 0.1 - 0.06, 0.1 + 0.06);                       // four standard errors of a share of 0.1
    }

    [Fact]
    public void AllTests_PlantedDifference_AgreeThatThereIsOne()
    {
        (float[] a, float[] b) = Draw(1, 2000, 0.02f);

        Assert.True(PairedUserTest.Randomization(a, b) < 0.001);
        Assert.True(PairedUserTest.Wilcoxon(a, b) < 0.001);
    }

    [Fact]
    public void Randomization_VeryManyUsers_IsTheNormalLimitOfFlips()
    {
        (float[] a, float[] b) = Draw(2, 15_000, 0.0013f);
        (double flipped, double sum, double squares) = (PairedUserTest.Randomization(a, b), 0, 0);
        for (int i = 0; i < a.Length; i++) (sum, squares) = (sum + a[i] - b[i], squares + Math.Pow(a[i] - b[i], 2));

        double normal = Evaluation.Internals.NormalDistribution.TwoSidedPValue(sum, Math.Sqrt(squares));

        Assert.InRange(flipped, normal - 0.03, normal + 0.03);                                // six standard errors of 10,000 flips
    }

    [Fact]
    public void Wilcoxon_HandComputed_IsItsPValue()
    {
        // |d| = 1, 2, 2, 3, 4, 5 with signs + − + + + +: ranks 1, 2.5, 2.5, 4, 5, 6; W⁺ = 18.5, mean 10.5, variance 22.75 − 6 / 48 = 22.625.
        float[] a = [1, 0, 2, 3, 4, 5, 7], b = [0, 2, 0, 0, 0, 0, 7];

        Assert.Equal(2 * Evaluation.Internals.NormalDistribution.UpperTail(8 / Math.Sqrt(22.625)), PairedUserTest.Wilcoxon(a, b), 12);
    }

    [Fact]
    public void Tests_SameValues_HaveNothingToSay()
    {
        float[] values = [0.5f, 0, 1];

        Assert.Equal((1, 1), (PairedUserTest.Randomization(values, values), PairedUserTest.Wilcoxon(values, values)));
    }

    [Fact]
    public void Holm_TextbookCase_StepsDown() =>
        // 0.01·4, then 0.013·3 raised to 0.04, 0.03·2, 0.04·1 raised to 0.06; the missing one stays so.
        Assert.Equal([0.04, 0.06, 0.06, 0.04, double.NaN], HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.013, double.NaN]).Select(p => Math.Round(p, 12)));

    private static (float[] A, float[] B) Draw(int seed, int users, float lead)
    {
        Random random = new(seed);
        float[] a = new float[users], b = new float[users];
        for (int i = 0; i < users; i++)
        {
            float level = random.NextSingle();
            (a[i], b[i]) = (level + 0.2f * random.NextSingle() + lead, level + 0.2f * random.NextSingle());
        }
        return (a, b);
    }
}
