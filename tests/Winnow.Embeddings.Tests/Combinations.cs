using Winnow.Embeddings;

namespace Winnow.Embeddings.Tests;

/// <summary>Every combination of optimiser, precision, admission, eviction and cold vector, and a stream of batches to run on it.</summary>
internal static class Combinations
{
    internal const int Dimension = 5;

    internal static readonly SparseAlgorithm[] Algorithms = Enum.GetValues<SparseAlgorithm>();
    internal static readonly RowPrecision[] Precisions = Enum.GetValues<RowPrecision>();
    internal static readonly int[] Admissions = [1, 3];
    internal static readonly string[] Evictions = ["none", "time", "budget", "time+budget"];

    internal static SparseOptimizerOptions Optimizer(SparseAlgorithm algorithm) => new()
    {
        Algorithm = algorithm, LearningRate = 0.05f, L2 = 1e-3f, L1 = algorithm == SparseAlgorithm.Ftrl ? 1e-3f : 0, InitialAccumulator = 0.1f,
    };

    internal static EmbeddingTableOptions Table(RowPrecision precision, int admission, string eviction) => new()
    {
        Name = "generated", Dimension = Dimension, Seed = 7, InitialScale = 0.1f, ZeroColumns = 1, Precision = precision,
        AdmissionThreshold = admission, TimeToLive = eviction.Contains("time") ? 24 : 0, StepsPerTick = eviction == "time" ? 3 : 1,
        BudgetBytes = eviction.Contains("budget") ? 520_000 : 0, FrequencyHalfLife = eviction == "budget" ? 16 : 0,
        Cold = admission > 1 ? ColdVector.Initial : ColdVector.Zero, RemovalLogCapacity = 1 << 14,
    };

    /// <summary>The distinct keys of one step: some popular for ever, some for a while, some only once, and the missing key.</summary>
    internal static ulong[] Keys(Random random, int step)
    {
        HashSet<ulong> keys = [0];
        for (int i = 0; i < 60; i++) keys.Add(KeyHash.Of(1 + (ulong)random.Next(100)));
        for (int i = 0; i < 80; i++) keys.Add(KeyHash.Of(1000 + 50 * (ulong)(step / 8) + (ulong)random.Next(200)));
        for (int i = 0; i < 60; i++) keys.Add((ulong)random.NextInt64());
        return [.. keys];
    }
}
