namespace Winnow.Retrieval;

/// <summary>From which copy the candidates of an int8 scan are scored again.</summary>
public enum Rescoring
{
    /// <summary>Not at all: results and scores are those of the bytes.</summary>
    None,

    /// <summary>From a copy in bfloat16, 2 bytes an element.</summary>
    BFloat16,

    /// <summary>From the vectors themselves, 4 bytes an element.</summary>
    Float32,
}
