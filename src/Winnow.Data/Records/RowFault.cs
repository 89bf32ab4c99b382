namespace Winnow.Data;

/// <summary>Why a row is malformed.</summary>
public enum RowFault
{
    /// <summary>Fewer fields than columns.</summary>
    TooFewFields,

    /// <summary>More fields than columns.</summary>
    TooManyFields,

    /// <summary>A quoted field that never ends, or that goes on behind its closing quote.</summary>
    BrokenQuotes,

    /// <summary>Bytes that are not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A NUL byte.</summary>
    NulByte,

    /// <summary>A field above <see cref="RecordFile.MaxFieldBytes"/>.</summary>
    FieldTooLong,

    /// <summary>A row above <see cref="RecordFile.MaxRecordBytes"/>.</summary>
    RecordTooLong,

    /// <summary>A line that is not one JSON object.</summary>
    MalformedJson,

    /// <summary>A JSON name the schema does not list.</summary>
    UnknownName,

    /// <summary>The same JSON name twice.</summary>
    RepeatedName,

    /// <summary>A JSON object, or a list within a list, where a value was expected.</summary>
    NestedValue,

    /// <summary>Not exactly one id or number in a column of one value.</summary>
    UnexpectedList,

    /// <summary>A libsvm or libffm token that is not <c>index:value</c> or <c>field:index:value</c>.</summary>
    MalformedToken,

    /// <summary>A weight other than 1 for an id that can have none.</summary>
    UnexpectedWeight,

    /// <summary>A libffm field number beyond the columns.</summary>
    FieldOutOfRange,

    /// <summary>Text where a number was expected.</summary>
    NotANumber,

    /// <summary>NaN, ±infinity, or a number beyond single precision.</summary>
    NotFinite,

    /// <summary>A label that is not what the schema says.</summary>
    BadLabel,

    /// <summary>A row weight below 0.</summary>
    NegativeWeight,

    /// <summary>Neither a whole number nor an ISO 8601 date.</summary>
    BadTime,

    /// <summary>No value where the schema demands one.</summary>
    MissingValue,

    /// <summary>An id that is not among those the data set numbers.</summary>
    UnknownId,
}
