namespace Winnow.Embeddings;

/// <summary>What became of an update.</summary>
public enum UpdateOutcome
{
    /// <summary>It had come before; nothing changed.</summary>
    Duplicate = 0,

    /// <summary>It was applied, with the other parts of its step if there are any.</summary>
    Applied = 1,

    /// <summary>It is kept until the other parts of its step have come.</summary>
    Waiting = 2,
}
