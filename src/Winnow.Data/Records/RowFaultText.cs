namespace Winnow.Data;

/// <summary>What a fault is called in messages.</summary>
internal static class RowFaultText
{
    public static string Of(RowFault fault) => fault switch
    {
        RowFault.TooFewFields => "too few fields",
        RowFault.TooManyFields => "too many fields",
        RowFault.BrokenQuotes => "a quoted field that does not end, or goes on behind its closing quote",
        RowFault.InvalidUtf8 => "not valid UTF-8",
        RowFault.NulByte => "a NUL byte",
        RowFault.FieldTooLong => $"a field above {RecordFile.MaxFieldBytes} bytes",
        RowFault.RecordTooLong => $"a row above {RecordFile.MaxRecordBytes} bytes",
        RowFault.MalformedJson => "not one JSON object",
        RowFault.UnknownName => "a name the schema does not list",
        RowFault.RepeatedName => "the same name twice",
        RowFault.NestedValue => "an object or a nested list where a value was expected",
        RowFault.UnexpectedList => "a list where exactly one value was expected",
        RowFault.MalformedToken => "a token that is not index:value (libffm: field:index:value)",
        RowFault.UnexpectedWeight => "a weight other than 1 for an id that can have none",
        RowFault.FieldOutOfRange => "a field number beyond the columns",
        RowFault.NotANumber => "not a number",
        RowFault.NotFinite => "NaN, infinite, or beyond single precision",
        RowFault.BadLabel => "not a label the schema accepts",
        RowFault.NegativeWeight => "a weight below 0",
        RowFault.BadTime => "neither a whole number nor an ISO 8601 date",
        RowFault.MissingValue => "no value where the schema demands one",
        RowFault.UnknownId => "an id that is not among those the data set numbers",
        _ => fault.ToString(),
    };
}
