namespace Winnow.Data;

/// <summary>What is done to a number before a model sees it. Statistics come from the training data only.</summary>
public enum NumberTransform
{
    /// <summary>Left as it is.</summary>
    None,

    /// <summary>(x − mean) / standard deviation; 0 where the training data hold a single value.</summary>
    Standardize,

    /// <summary>sign(x) · ln(1 + |x|), then standardised.</summary>
    Log,

    /// <summary>The number of the quantile bucket it falls into, which becomes the key of an id feature.</summary>
    QuantileBuckets,
}
