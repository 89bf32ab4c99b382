namespace Winnow.Models;

/// <summary>How entries are weighted before columns are compared: items are documents; users, or features, are terms.</summary>
/// <remarks>N documents; n the documents of a term; idf = ln(N / (1 + n)).</remarks>
public enum FeatureWeighting
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>√r · idf.</summary>
    TfIdf,

    /// <summary>r (k₁ + 1) / (k₁ (1 − b + b · length / average length) + r) · idf with k₁ = 1.2, b = 0.75 and length the sum of the
    /// document's entries (Robertson and Zaragoza, 2009).</summary>
    Bm25,
}

/// <summary>What of a user enters the score beside the similarities.</summary>
public enum UserProfile
{
    /// <summary>His interactions as they are. The figures published in ACM TOIS 2021 are of this kind.</summary>
    Raw,

    /// <summary>His interactions after feature weighting. The figures published at RecSys 2019 are of this kind.</summary>
    Weighted,
}
