namespace Winnow.Embeddings;

/// <summary>What pulling an unknown key does to the table.</summary>
public enum PullMode
{
    /// <summary>Unknown keys are counted, and admitted once seen often enough. Only the one writer may pull so.</summary>
    Training,

    /// <summary>Nothing changes; unknown keys pull the cold vector. Any number of threads may pull so between two steps.</summary>
    Scoring,

    /// <summary>Nothing changes, and every key pulls what <see cref="Training"/> would give it now: the initial vector if it would be admitted,
    /// the cold vector if it would have to wait or its segment is full. Any number of threads may pull so between two steps.</summary>
    Preview,
}
