namespace Winnow.Numerics.Tests.RandomStreams;

public sealed class RandomStreamTests
{
    private const int Draws = 1 << 18;
    private static readonly RandomStream s_stream = new(7, "test");

    [Fact]
    public void Fill_AnyRange_EqualsElementByElement()
    {
        for (ulong first = 0; first < 20; first++)
        {
            for (int length = 0; length < 70; length += 1 + (int)first)
            {
                uint[] words = new uint[length];
                float[] uniforms = new float[length], normals = new float[length];
                s_stream.FillUInt32(words, first);
                s_stream.FillUniform(uniforms, 0, 1, first);
                s_stream.FillNormal(normals, 0, 1, first);
                for (int i = 0; i < length; i++)
                {
                    ulong at = first + (ulong)i;
                    Assert.Equal((s_stream.UInt32(at), s_stream.Uniform(at), s_stream.Normal(at)), (words[i], uniforms[i], normals[i]));
                }
            }
        }
    }

    /// <summary>Pins the streams: models, splits and initial vectors of all users change if this changes.</summary>
    [Fact]
    public void Streams_SameSeedAndName_GiveTheseNumbersOnEveryMachine()
    {
        RandomStream stream = new RandomStream(42, "dropout").Fork(3);
        Assert.Equal(GoldenWords, (stream.UInt32(0), stream.UInt32(1), stream.UInt32(1_000_000_007)));
        Assert.Equal(GoldenNormals, (stream.Normal(0), stream.Normal(9), stream.Normal(123_456)));
    }

    private static (uint, uint, uint) GoldenWords => (3460769177, 3134004232, 3218775018);

    private static (float, float, float) GoldenNormals => (-0.0819981322f, -0.687731564f, 0.0635022223f);

    [Fact]
    public void Uniform_ManyDraws_HasTheMomentsAndCoversTheRange()
    {
        float[] x = new float[Draws];
        s_stream.FillUniform(x, 0, 1);
        // Standard errors of the mean and of the second moment of U[0, 1): √(1/12n), √((1/5 − 1/9)/n); five of each.
        Assert.InRange(x.Average(v => (double)v), 0.5 - 5 * Math.Sqrt(1 / 12.0 / Draws), 0.5 + 5 * Math.Sqrt(1 / 12.0 / Draws));
        Assert.InRange(x.Average(v => (double)v * v), 1 / 3.0 - 5 * Math.Sqrt(4 / 45.0 / Draws), 1 / 3.0 + 5 * Math.Sqrt(4 / 45.0 / Draws));
        Assert.All(x, v => Assert.InRange(v, 0, 1 - 1f / (1 << 24)));
    }

    [Fact]
    public void Uniform_Histogram_PassesChiSquared()
    {
        const int Bins = 1024;
        int[] counts = new int[Bins];
        for (ulong i = 0; i < Draws; i++) counts[(int)(s_stream.Uniform(i) * Bins)]++;
        double expected = (double)Draws / Bins;
        double statistic = counts.Sum(c => (c - expected) * (c - expected) / expected);
        double deviation = Math.Sqrt(2.0 * (Bins - 1));
        Assert.InRange(statistic, Bins - 1 - 5 * deviation, Bins - 1 + 5 * deviation);
    }

    [Fact]
    public void Normal_ManyDraws_HasTheMomentsOfTheDistribution()
    {
        float[] x = new float[Draws];
        s_stream.FillNormal(x, 0, 1);
        // Moments 1 … 4 are 0, 1, 0, 3; the variance of xᵏ is E x²ᵏ − (E xᵏ)²: 1, 2, 15, 96.
        double[] moments = [0, 1, 0, 3], variances = [1, 2, 15, 96];
        for (int k = 1; k <= 4; k++)
        {
            double mean = x.Average(v => Math.Pow(v, k)), bound = 5 * Math.Sqrt(variances[k - 1] / Draws);
            Assert.InRange(mean, moments[k - 1] - bound, moments[k - 1] + bound);
        }
    }

    [Fact]
    public void Normal_OrderedDraws_FollowTheCumulativeDistribution()
    {
        float[] x = new float[Draws];
        s_stream.FillNormal(x, 0, 1);
        Array.Sort(x);
        double distance = 0;
        for (int i = 0; i < x.Length; i++) distance = Math.Max(distance, Math.Abs((i + 0.5) / x.Length - Cumulative(x[i])));
        Assert.True(distance * Math.Sqrt(Draws) < 1.95, $"Kolmogorov's distance is {distance}");     // p = 0.001
    }

    [Fact]
    public void Normal_MeanAndDeviation_ScaleTheStandardNumbers()
    {
        float[] x = new float[100];
        s_stream.FillNormal(x, 3, 0.01f);
        for (int i = 0; i < x.Length; i++) Assert.Equal(3 + 0.01f * s_stream.Normal((ulong)i), x[i], 1e-6f);
    }

    [Fact]
    public void Draws_OfOneStreamAtSmallLags_AreUncorrelated()
    {
        float[] x = new float[Draws];
        s_stream.FillNormal(x, 0, 1);
        for (int lag = 1; lag <= 40; lag++) AssertUncorrelated(x.AsSpan(lag), x.AsSpan(0, Draws - lag), $"lag {lag}");
    }

    [Fact]
    public void Draws_OfDifferentStreams_AreUncorrelated()
    {
        float[] x = new float[Draws], y = new float[Draws];
        s_stream.FillNormal(x, 0, 1);
        RandomStream[] others = [s_stream.Fork(0), s_stream.Fork(1), s_stream.Fork("0"), new(8, "test"), new(7, "tesu"), new(7, "")];
        foreach (RandomStream other in others)
        {
            other.FillNormal(y, 0, 1);
            AssertUncorrelated(x, y, "streams");
        }
    }

    [Fact]
    public void Fork_ManyStepsAndNames_AreAllDifferent()
    {
        HashSet<(uint, uint)> seen = [];
        for (ulong step = 0; step < 20_000; step++) Assert.True(seen.Add(First(s_stream.Fork(step))));
        for (int name = 0; name < 20_000; name++) Assert.True(seen.Add(First(s_stream.Fork($"{name}"))));
        Assert.True(seen.Add(First(s_stream.Fork(1).Fork(2))));
        Assert.True(seen.Add(First(s_stream.Fork(2).Fork(1))));
        Assert.True(seen.Add(First(s_stream.Fork("ab"))));
        Assert.True(seen.Add(First(s_stream.Fork("a").Fork("b"))));

        static (uint, uint) First(RandomStream stream) => (stream.UInt32(0), stream.UInt32(1));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(1000)]
    public void Below_AnyBound_IsUniformOverTheIntegers(int bound)
    {
        int[] counts = new int[bound];
        for (ulong i = 0; i < Draws; i++) counts[s_stream.Below(i, bound)]++;
        double expected = (double)Draws / bound, deviation = Math.Sqrt(2.0 * bound);
        double statistic = counts.Sum(c => (c - expected) * (c - expected) / expected);
        Assert.InRange(statistic, 0, bound - 1 + 5 * deviation);
    }

    [Fact]
    public void Below_NoRange_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => s_stream.Below(0, 0));

    [Fact]
    public void Shuffle_AnyLength_IsAPermutationAndRepeatable()
    {
        for (int n = 0; n < 50; n++)
        {
            int[] a = [.. Enumerable.Range(0, n)], b = [.. a];
            s_stream.Fork((ulong)n).Shuffle(a.AsSpan());
            s_stream.Fork((ulong)n).Shuffle(b.AsSpan());
            Assert.Equal(a, b);
            Assert.Equal(Enumerable.Range(0, n), a.Order());
        }
    }

    [Fact]
    public void Shuffle_ThreeElements_GivesAllOrdersEquallyOften()
    {
        Dictionary<(int, int, int), int> counts = [];
        const int Rounds = 60_000;
        for (ulong round = 0; round < Rounds; round++)
        {
            int[] x = [0, 1, 2];
            s_stream.Fork(round).Shuffle(x.AsSpan());
            counts[(x[0], x[1], x[2])] = counts.GetValueOrDefault((x[0], x[1], x[2])) + 1;
        }
        Assert.Equal(6, counts.Count);
        double bound = 5 * Math.Sqrt(Rounds * (1 / 6.0) * (5 / 6.0));
        Assert.All(counts.Values, c => Assert.InRange(c, Rounds / 6.0 - bound, Rounds / 6.0 + bound));
    }

    private static void AssertUncorrelated(ReadOnlySpan<float> x, ReadOnlySpan<float> y, string what)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += (double)x[i] * y[i];
        Assert.True(Math.Abs(sum) < 5 * Math.Sqrt(x.Length), $"{what}: {sum / x.Length}");      // the variance of a product is 1
    }

    /// <summary>Φ by the series x + x³/3 + x⁵/15 + … times the density; good to 1e-12 within ±6.</summary>
    private static double Cumulative(double x)
    {
        double term = x, sum = x;
        for (int k = 3; Math.Abs(term) > 1e-15 * Math.Abs(sum) && k < 300; k += 2) sum += term *= x * x / k;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
