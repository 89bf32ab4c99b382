namespace Winnow.Embeddings;

/// <summary>Where the parts of a row lie: [vector | optimiser state | key, 8 bytes | frequency and last tick, 4 bytes].</summary>
internal readonly record struct RowLayout
{
    internal RowLayout(int dimension, RowPrecision precision, int stateFloats)
    {
        Dimension = dimension;
        Precision = precision;
        StateFloats = stateFloats;
        StateOffset = precision == RowPrecision.Float32 ? dimension * sizeof(float) : (dimension + 1) / 2 * sizeof(float);
        KeyOffset = StateOffset + stateFloats * sizeof(float);
        MetaOffset = KeyOffset + sizeof(ulong);
        Stride = MetaOffset + sizeof(uint);
    }

    internal int Dimension { get; }
    internal RowPrecision Precision { get; }
    internal int StateFloats { get; }

    /// <summary>A row that holds nothing but its key, frequency and last tick: what is kept of a key not yet admitted.</summary>
    internal static RowLayout KeyOnly => new(0, RowPrecision.Float32, 0);

    /// <summary>Bytes of the vector, rounded up to whole words.</summary>
    internal int StateOffset { get; }

    internal int KeyOffset { get; }
    internal int MetaOffset { get; }
    internal int Stride { get; }

    /// <summary>Bytes of vector and state together.</summary>
    internal int PayloadBytes => KeyOffset;
}
