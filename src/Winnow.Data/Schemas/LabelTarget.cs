namespace Winnow.Data;

/// <summary>What numbers a label may be.</summary>
public enum LabelTarget
{
    /// <summary>1 or true; 0, −1 or false, which read as 0. Anything else makes the row malformed.</summary>
    Binary,

    /// <summary>Any finite number, kept as it is.</summary>
    Value,
}
