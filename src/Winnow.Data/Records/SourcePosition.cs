namespace Winnow.Data;

/// <summary>A place between two rows of a source.</summary>
/// <param name="File">Index of the file, 0-based.</param>
/// <param name="Offset">Bytes before it in the file, counted after decompression.</param>
/// <param name="Line">Line number of the next row, the first line is 1; 0 in the position "start of the source".</param>
public readonly record struct SourcePosition(int File, long Offset, long Line)
{
    /// <summary>The start of the source.</summary>
    public static SourcePosition Start => default;
}
