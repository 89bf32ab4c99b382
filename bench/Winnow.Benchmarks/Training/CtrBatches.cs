using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Benchmarks.Training;

/// <summary>Batches of Zipf(1.2) keys, uniform numbers and labels of which a quarter are 1.</summary>
internal static class CtrBatches
{
    private const double Exponent = 1.2, Unit = 1 / 18446744073709551616.0;
    private const int KeysPerField = CtrNet.Vocabulary / CtrNet.Fields;

    private static readonly ulong s_salt = FeatureKey.Salt("bench");

    /// <summary>26 id features of one key each, 13 numbers, a label.</summary>
    internal static FeatureSchema Schema => new(
    [
        .. Enumerable.Range(0, CtrNet.Fields).Select(f => new Column($"id{f}", ColumnKind.Id)),
        .. Enumerable.Range(0, CtrNet.Dense).Select(d => new Column($"number{d}", ColumnKind.Dense)),
        new Column("label", ColumnKind.Label),
    ]);

    internal static Batch[] Make(FeatureSchema schema, int count) => [.. Enumerable.Range(0, count).Select(i => Make(schema, (ulong)i))];

    /// <summary>The key of row <paramref name="index"/> of the peer's table.</summary>
    internal static ulong Key(int index) => FeatureKey.OfCode(s_salt, (uint)index + 1);

    private static Batch Make(FeatureSchema schema, ulong number)
    {
        RandomStream random = new RandomStream(0, "batches").Fork(number);
        Batch batch = new(schema.Layout);
        batch.Resize(CtrNet.Batch, CtrNet.Batch * CtrNet.Fields);
        for (int i = 0; i < batch.Keys.Length; i++)
            batch.Keys[i] = Key((int)(Zipf(random.Fork((ulong)i)) % KeysPerField) + i % CtrNet.Fields * KeysPerField);
        for (int row = 0; row < batch.Rows; row++)
        {
            random.Fork("dense").FillUniform(batch.Dense.Row(row), 0, 1, (ulong)(row * CtrNet.Dense));
            batch.Labels[row] = random.Fork("label").Uniform((ulong)row) < 0.25f ? 1 : 0;
        }
        return batch;
    }

    /// <summary>P(x) ∝ x^−1.2, by rejection (Devroye, Non-Uniform Random Variate Generation, 1986, chapter X.6.1).</summary>
    private static ulong Zipf(RandomStream random)
    {
        double b = Math.Pow(2, Exponent - 1);
        for (ulong i = 0; ; i += 2)
        {
            double u = 1 - random.UInt64(i) * Unit, v = random.UInt64(i + 1) * Unit;
            double x = Math.Floor(Math.Pow(u, -1 / (Exponent - 1)));
            if (!(x < 9e18)) continue;
            double t = Math.Pow(1 + 1 / x, Exponent - 1);
            if (v * x * (t - 1) / (b - 1) <= t / b) return (ulong)x;
        }
    }
}
