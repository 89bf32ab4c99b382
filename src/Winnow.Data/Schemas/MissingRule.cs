namespace Winnow.Data;

/// <summary>What a missing value becomes: an empty cell, a JSON null, an absent name or one of the format's missing tokens.</summary>
public enum MissingRule
{
    /// <summary><see cref="None"/> for ids and buckets, <see cref="Mean"/> for numbers.</summary>
    Default,

    /// <summary>No key (key 0): a zero vector and no gradient. For ids and buckets.</summary>
    None,

    /// <summary>A key of its own, learned like any other. For ids and buckets.</summary>
    Own,

    /// <summary>The mean of the transformed training values, which is 0 after standardising. For numbers.</summary>
    Mean,

    /// <summary>0, after the transform. For numbers.</summary>
    Zero,

    /// <summary>The row counts as malformed.</summary>
    Reject,
}
