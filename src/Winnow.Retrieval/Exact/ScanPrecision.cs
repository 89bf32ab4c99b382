namespace Winnow.Retrieval;

/// <summary>In which form an exact index keeps the vectors it scans.</summary>
public enum ScanPrecision
{
    /// <summary>4 bytes an element; scores are exact up to the rounding of their sum.</summary>
    Float32,

    /// <summary>2 bytes an element, rounded to nearest: 8 significant bits. Scores are those of the rounded vectors.</summary>
    BFloat16,

    /// <summary>1 byte an element and one scale a vector. The best candidates are scored again:
    /// <see cref="ExactIndexOptions.Rescoring"/>.</summary>
    Int8,
}
