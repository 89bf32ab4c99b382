namespace Winnow.Embeddings;

/// <summary>What pulling an unknown key does to the table.</summary>
public enum PullMode
{
    /// <summary>Unknown keys are counted, and admitted once seen often enough. Only the one writer may pull so.</summary>
    Training,

    /// <summary>Nothing changes; unknown keys pull the cold vector. Any number of threads may pull so between two steps.</summary>
    Scoring,
}
