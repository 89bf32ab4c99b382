namespace Winnow.Embeddings;

/// <summary>Where the parts of a row lie: [vector | optimiser state | key, 8 bytes | frequency and last tick, 4 bytes].</summary>
internal readonly record struct RowLayout
{
    private const int KeyBytes = sizeof(ulong), MetaBytes = sizeof(uint);

    internal RowLayout(int dimension, RowPrecision precision, int stateFloats)
    {
        Dimension = dimension;
        Precision = precision;
        StateFloats = stateFloats;
    }

    internal int Dimension { get; }
    internal RowPrecision Precision { get; }
    internal int StateFloats { get; }

    /// <summary>A row that holds nothing but its key, frequency and last tick: what is kept of a key not yet admitted.</summary>
    internal static RowLayout KeyOnly => new(0, RowPrecision.Float32, 0);

    /// <summary>Bytes of the vector, rounded up to whole words.</summary>
    internal int StateOffset => Precision == RowPrecision.Float32 ? Dimension * 4 : (Dimension + 1) / 2 * 4;

    /// <summary>Bytes of vector and state together.</summary>
    internal int PayloadBytes => StateOffset + StateFloats * sizeof(float);

    internal int KeyOffset => PayloadBytes;
    internal int MetaOffset => PayloadBytes + KeyBytes;
    internal int Stride => PayloadBytes + KeyBytes + MetaBytes;
}
