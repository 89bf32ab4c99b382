namespace Winnow.Data;

/// <summary>One malformed row. Its values stay out of it: they are the user's.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line number on which the row starts, the first is 1.</param>
/// <param name="Column">Name of the column, or its number (from 1) if it has none; empty if the whole row is meant.</param>
/// <param name="Fault">What is wrong.</param>
public readonly record struct BadRow(string File, long Line, string Column, RowFault Fault)
{
    /// <summary><c>file:line, column 'name': reason</c>.</summary>
    public override string ToString() =>
        $"{File}:{Line}{(Column.Length == 0 ? "" : $", column '{Column}'")}: {RowFaultText.Of(Fault)}";
}
