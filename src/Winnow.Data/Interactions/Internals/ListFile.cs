namespace Winnow.Data;

/// <summary>Files whose lines are lists of ids.</summary>
internal sealed class ListFile(IReadOnlyList<TextOrigin> origins, ListSyntax syntax) : IRecordSource
{
    public string Name => origins[0].Name;

    public IReadOnlyList<string> Columns => syntax.Columns;

    public IRecordReader Open(SourcePosition start = default) => new RecordReader(origins, syntax, start, RecordFile.BlockBytes);
}
