using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

public sealed unsafe class RowCodecTests
{
    public static TheoryData<int> Dimensions => [.. Enumerable.Range(0, 70)];

    [Theory, MemberData(nameof(Dimensions))]
    public void Narrow_AnyLength_RoundsEachElementToANeighbourAsTheScalarLoopDoes(int dimension)
    {
        float[] source = [.. Enumerable.Range(0, dimension).Select(i => MathF.Sin(i + 1) * MathF.Pow(10, i % 7 - 3))];
        ushort[] together = new ushort[dimension], guarded = new ushort[dimension + 1];
        guarded[dimension] = 0xABCD;
        fixed (float* s = source)
        fixed (ushort* t = guarded) RowCodec.Narrow(s, t, dimension, seed: 5);
        guarded.AsSpan(0, dimension).CopyTo(together);

        Assert.Equal(0xABCD, guarded[dimension]);
        for (int i = 0; i < dimension; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(source[i]);
            Assert.InRange(together[i], (ushort)(bits >> 16), (ushort)((bits >> 16) + 1));
        }
        float[] back = new float[dimension];
        fixed (ushort* t = together)
        fixed (float* b = back) RowCodec.Widen(t, b, dimension);
        Assert.Equal([.. together.Select(x => BitConverter.UInt32BitsToSingle((uint)x << 16))], back);
    }

    [Fact]
    public void Narrow_ManySeeds_IsRightOnAverage()
    {
        const int Draws = 100_000, Lanes = 19;
        float value = 1 + 0.3f / 128;           // 30 % of the way between two bfloat16 numbers that are 1/128 apart
        float[] source = new float[Lanes], back = new float[Lanes];
        ushort[] stored = new ushort[Lanes];
        Array.Fill(source, value);
        double sum = 0;
        fixed (float* s = source, b = back)
        fixed (ushort* t = stored)
        {
            for (uint seed = 0; seed < Draws / Lanes; seed++)
            {
                RowCodec.Narrow(s, t, Lanes, RowCodec.RoundingSeed(seed, 99));
                RowCodec.Widen(t, b, Lanes);
                sum += back.Sum(x => (double)x);
            }
        }
        int n = Draws / Lanes * Lanes;
        double deviation = Math.Sqrt(0.3 * 0.7 / n) / 128;
        Assert.InRange(sum / n, value - 5 * deviation, value + 5 * deviation);
    }

    [Fact]
    public void Narrow_SpecialValues_StayWhatTheyAre()
    {
        float[] special = [0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1, -2, 0.5f, 3e38f];
        float[] source = [.. special, .. special], back = new float[source.Length];
        ushort[] stored = new ushort[source.Length];
        for (uint seed = 0; seed < 100; seed++)
        {
            fixed (float* s = source, b = back)
            fixed (ushort* t = stored)
            {
                RowCodec.Narrow(s, t, source.Length, seed);
                RowCodec.Widen(t, b, source.Length);
            }
            for (int i = 0; i < source.Length; i++)
            {
                if (float.IsNaN(source[i])) Assert.True(float.IsNaN(back[i]));
                else if (source[i] == 3e38f) Assert.InRange(back[i], 2.9e38f, 3.1e38f);
                else Assert.Equal(BitConverter.SingleToUInt32Bits(source[i]), BitConverter.SingleToUInt32Bits(back[i]));
            }
        }
    }

    [Fact]
    public void InitialVector_ManyKeys_IsStandardNormalAndUncorrelated()
    {
        const int Keys = 20_000, Dimension = 24;
        InitialVector initial = new(new EmbeddingTableOptions { Dimension = Dimension, InitialScale = 1, Seed = 3 });
        double[] sums = new double[Dimension];
        double squares = 0, cubes = 0, neighbours = 0, keysBeside = 0;
        float[] row = new float[Dimension], last = new float[Dimension];
        for (ulong key = 1; key <= Keys; key++)
        {
            fixed (float* r = row) initial.Fill(key, r, Dimension);
            for (int i = 0; i < Dimension; i++)
            {
                sums[i] += row[i];
                squares += row[i] * row[i];
                cubes += row[i] * row[i] * row[i];
                neighbours += row[i] * row[(i + 1) % Dimension];
                keysBeside += row[i] * last[i];
            }
            (row, last) = (last, row);
        }
        double n = Keys * Dimension, sigma = 1 / Math.Sqrt(n);
        Assert.All(sums, s => Assert.InRange(s / Keys, -5 / Math.Sqrt(Keys), 5 / Math.Sqrt(Keys)));
        Assert.InRange(squares / n, 1 - 5 * Math.Sqrt(2) * sigma, 1 + 5 * Math.Sqrt(2) * sigma);
        Assert.InRange(cubes / n, -5 * Math.Sqrt(15) * sigma, 5 * Math.Sqrt(15) * sigma);
        Assert.InRange(neighbours / n, -5 * sigma, 5 * sigma);
        Assert.InRange(keysBeside / n, -5 * sigma, 5 * sigma);
    }
}
