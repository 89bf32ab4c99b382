namespace Winnow.Benchmarks.Training;

/// <summary>The work of the training benchmark: what the peer's script does, with the same sizes.</summary>
/// <param name="Hidden">Widths of the hidden layers.</param>
internal sealed record CtrNet(int[] Hidden)
{
    internal const int Fields = 26, Dense = 13, EmbeddingDim = 16, Batch = 4096, Vocabulary = 4_000_000;

    internal string Name => $"DeepFM {string.Join('-', Hidden)}";
}
