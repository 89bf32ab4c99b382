namespace Winnow.Data;

/// <summary>How the text of an id becomes a 64-bit key.</summary>
public enum IdEncoding
{
    /// <summary>By a vocabulary of the training data; everything else shares one key, "unknown".</summary>
    Vocabulary,

    /// <summary>By hashing the text: no vocabulary, no unknown; for ids that keep arriving.</summary>
    Hash,
}
