namespace Winnow.Embeddings;

/// <summary>How the numbers of an embedding vector are stored. Optimiser state is always float32.</summary>
public enum RowPrecision
{
    /// <summary>IEEE 754 single precision, 4 bytes a number.</summary>
    Float32,

    /// <summary>The upper half of a float32, 2 bytes a number. Every update rounds stochastically, up or down with the
    /// probability that makes the expectation exact, so that updates far below the last bit still count on average.</summary>
    BFloat16,
}
