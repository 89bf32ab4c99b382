namespace Winnow.Data;

/// <summary>What most values of a column look like.</summary>
public enum ColumnType
{
    /// <summary>No value at all.</summary>
    Empty,

    /// <summary>true and false.</summary>
    Boolean,

    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Numbers with a fraction or an exponent.</summary>
    Decimal,

    /// <summary>ISO 8601 dates.</summary>
    Date,

    /// <summary>Anything else.</summary>
    Text,

    /// <summary>Lists: JSON arrays, libsvm and libffm tokens, or texts with '|' or ';' between values.</summary>
    List,
}
