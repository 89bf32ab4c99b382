namespace Winnow.Data;

/// <summary>One way to write rows: where records end, and how a record is cut into cells. Immutable, safe from any thread.</summary>
internal abstract unsafe class RecordSyntax(IReadOnlyList<string> columns)
{
    /// <summary>Names of the columns, in the order of the cells.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>Length of the header at the start of a file, 0 if there is none, −1 if it does not end within this text.</summary>
    /// <exception cref="BadDataException">It is not the header this source was opened with.</exception>
    public virtual int HeaderLength(string file, byte* text, int length, bool complete) => 0;

    /// <summary>Behind the last record that surely ends within this text; 0 if none does.</summary>
    public virtual int Boundary(byte* text, int length) => new ReadOnlySpan<byte>(text, length).LastIndexOf((byte)'\n') + 1;

    /// <summary>Cuts the text of a block, which holds whole records only, into cells.</summary>
    public abstract void Parse(RecordBlock block);
}
