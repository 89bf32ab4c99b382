namespace Winnow.Data;

/// <summary>Rows from one or several files of the same format and columns, read in blocks with bounded memory. Gzip is recognised.</summary>
public sealed class RecordFile : IRecordSource
{
    /// <summary>Longest field in bytes; a longer one makes its row malformed.</summary>
    public const int MaxFieldBytes = 1 << 20;

    /// <summary>Longest row in bytes; a longer one is malformed.</summary>
    public const int MaxRecordBytes = 1 << 24;

    /// <summary>Text that is read and cut into cells at a time: it stays in the second-level cache of a core.</summary>
    internal const int BlockBytes = 1 << 18;

    private readonly IReadOnlyList<TextOrigin> _origins;
    private readonly RecordSyntax _syntax;
    private readonly int _blockBytes;

    internal RecordFile(
        IReadOnlyList<TextOrigin> origins, FeatureSchema? schema = null, FileFormat? format = null, int blockBytes = BlockBytes)
    {
        if (origins.Count == 0) throw new ArgumentException("There is no file to read; name at least one.", nameof(origins));
        _origins = origins;
        _blockBytes = blockBytes;
        FileProbe probe = FileProbe.Of(origins[0]);
        Format = format ?? schema?.Format ?? probe.Format();
        _syntax = SyntaxChoice.Of(Format, schema, probe);
        Name = origins.Count == 1 ? origins[0].Name : $"{origins[0].Name} and {origins.Count - 1} more";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>How the files are written.</summary>
    public FileFormat Format { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns => _syntax.Columns;

    /// <summary>Opens one file.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="schema">Says how the file is written, and names the columns of files that do not; null: both are found out.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="BadDataException">The file is empty or binary, or its header has no or equal names.</exception>
    public static RecordFile Open(string path, FeatureSchema? schema = null) => Open([path], schema);

    /// <summary>Opens several files that are read as one, in this order.</summary>
    /// <param name="paths">Paths of the files, at least one.</param>
    /// <param name="schema">As above.</param>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="BadDataException">The first file is empty or binary, or its header has no or equal names.</exception>
    public static RecordFile Open(IEnumerable<string> paths, FeatureSchema? schema = null) =>
        new([.. paths.Select(TextOrigin.OfFile)], schema);

    /// <inheritdoc/>
    public IRecordReader Open(SourcePosition start = default)
    {
        if ((uint)start.File > (uint)_origins.Count)
            throw new ArgumentOutOfRangeException(nameof(start), start.File, $"'{Name}' has {_origins.Count} files; the position is of another source.");
        return new RecordReader(_origins, _syntax, start, _blockBytes);
    }
}
