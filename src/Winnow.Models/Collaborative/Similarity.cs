namespace Winnow.Models;

/// <summary>How alike two items or users are, from what they have in common.</summary>
/// <remarks>a and b are the two columns that are compared, d = Σ a·b, n the number of entries of a column, h the shrinkage, ε = 10⁻⁶;
/// definitions as in Ferrari Dacrema et al., ACM TOIS 39(2), 2021, section 3.2 and its published code.</remarks>
public enum Similarity
{
    /// <summary>d / (‖a‖‖b‖ + h + ε); without normalisation d / h, or d if h is 0.</summary>
    Cosine,

    /// <summary>d / (‖b‖²ᵅ ‖a‖²⁽¹⁻ᵅ⁾ + h + ε), b the one whose neighbours are looked for (Aiolli, RecSys 2013).</summary>
    AsymmetricCosine,

    /// <summary>d / (n_a + n_b + h + ε) on presence alone; without the customary factor 2, which ranks nothing differently at h = 0.</summary>
    Dice,

    /// <summary>d / (n_a + n_b − d + h + ε) on presence alone.</summary>
    Jaccard,

    /// <summary>d / (d + α(n_b − d) + β(n_a − d) + h + ε) on presence alone, b the one whose neighbours are looked for.</summary>
    Tversky,
}
