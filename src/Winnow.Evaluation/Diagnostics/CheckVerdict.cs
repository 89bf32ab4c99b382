namespace Winnow.Evaluation;

/// <summary>What a check of a split came to.</summary>
public enum CheckVerdict
{
    /// <summary>Nothing to object to.</summary>
    Ok,

    /// <summary>Could not be checked: something it needs is not there.</summary>
    Skipped,

    /// <summary>Results stand, but one must know this when reading them.</summary>
    Warning,

    /// <summary>Results on this split do not mean what they seem to.</summary>
    Fault,
}
