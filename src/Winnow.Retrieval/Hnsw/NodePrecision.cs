namespace Winnow.Retrieval;

/// <summary>In which precision a graph compares vectors on its way; results are always scored in float32.</summary>
public enum NodePrecision
{
    /// <summary>Signed bytes with one scale a vector: a vector of 64 elements is one cache line instead of four. The best
    /// candidates are scored again from a float32 copy, which costs 4 bytes an element more.</summary>
    Int8,

    /// <summary>The vectors themselves.</summary>
    Float32,
}
