namespace Winnow.Evaluation;

/// <summary>Against which items the relevant ones are ranked.</summary>
public enum CandidateSet
{
    /// <summary>The negatives that came with the split; the whole catalogue if it has none.</summary>
    OfSplit,

    /// <summary>The whole catalogue, also if the split has negatives.</summary>
    FullCatalogue,

    /// <summary>Negatives drawn uniformly without replacement from what the user neither knows nor takes. Such metrics do not even order
    /// models as the full catalogue does (Krichene and Rendle, KDD 2020); they are labelled as sampled everywhere.</summary>
    Sampled,
}
