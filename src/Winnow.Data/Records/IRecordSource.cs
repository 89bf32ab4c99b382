namespace Winnow.Data;

/// <summary>Rows in a fixed order with named columns, that can be read any number of times, from any place.</summary>
public interface IRecordSource
{
    /// <summary>Name for messages.</summary>
    string Name { get; }

    /// <summary>Names of the columns, distinct, in order.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Starts to read.</summary>
    /// <param name="start">The start of a block as <see cref="RecordBlock.Start"/> told it, or default for the first row.</param>
    IRecordReader Open(SourcePosition start = default);
}
