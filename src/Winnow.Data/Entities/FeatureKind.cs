namespace Winnow.Data;

/// <summary>What a <see cref="FeatureValue"/> holds.</summary>
public enum FeatureKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>One text: an id, a word.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Texts in order.</summary>
    List,
}
