namespace Winnow.Data;

/// <summary>How rows are written in a file. Compression is no part of it: gzip is recognised by its first bytes.</summary>
public sealed record FileFormat
{
    private readonly char _delimiter = ',';

    /// <summary>The kind of file.</summary>
    public FileKind Kind { get; init; } = FileKind.Csv;

    /// <summary>What separates fields in CSV, one ASCII character; a tab for <see cref="FileKind.Tsv"/>.</summary>
    public char Delimiter { get => Kind == FileKind.Tsv ? '\t' : _delimiter; init => _delimiter = value; }

    /// <summary>CSV and TSV: whether the first line names the columns; otherwise the schema names them, in order.</summary>
    public bool Header { get; init; } = true;

    /// <summary>CSV and TSV: whether fields may be quoted (RFC 4180). A quote elsewhere than at the start of a field is text.</summary>
    public bool Quotes { get; init; } = true;

    /// <summary>CSV and TSV: whether spaces around unquoted fields are dropped.</summary>
    public bool Trim { get; init; }

    /// <summary>libsvm: whether the k-th token of a line belongs to the k-th feature column of the schema. Then the id of an id
    /// column is the token's index, and the number of a dense column its value.</summary>
    public bool Positional { get; init; }

    /// <summary>Texts that mean "no value", besides the empty one: <c>?</c>, <c>NA</c>.</summary>
    public IReadOnlyList<string> MissingTokens { get; init; } = [];
}
