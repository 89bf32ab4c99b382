namespace Winnow.Embeddings;

/// <summary>Whether a queue has work.</summary>
public enum LeaseOutcome
{
    /// <summary>A position was handed out.</summary>
    Granted,

    /// <summary>Not now: others have to finish first, or the run is being evaluated. Ask again.</summary>
    Wait,

    /// <summary>The run is over.</summary>
    Closed,
}
