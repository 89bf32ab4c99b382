namespace Winnow.Serving;

/// <summary>How the page is chosen among ranked candidates.</summary>
public enum ReRankKind
{
    /// <summary>By score alone.</summary>
    None,

    /// <summary>By maximal marginal relevance: relevance against the likeness to what stands on the page already.</summary>
    Mmr,

    /// <summary>By a determinantal point process: relevance against the volume that the vectors of the page span together.</summary>
    Dpp,
}
