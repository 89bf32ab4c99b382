namespace Winnow.Data;

/// <summary>What is done with the fields the scanner finds. A struct, so that each use compiles to a loop of its own.</summary>
internal interface ICsvSink
{
    /// <summary>One field, without its quotes.</summary>
    /// <param name="start">First byte.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="escaped">Whether doubled quotes inside are still to be undone.</param>
    void Field(int start, int length, bool escaped);

    /// <summary>The end of a record; its fields were told before.</summary>
    /// <param name="start">First byte of the record.</param>
    /// <param name="end">Behind its last byte, the line break excluded.</param>
    /// <param name="line">Line on which it starts, 0-based within the text.</param>
    /// <returns>False to stop here.</returns>
    bool EndRecord(int start, int end, int line);

    /// <summary>A record that breaks the rules of quoting; the fields told since the last record are void.</summary>
    void Malformed(RowFault fault, int line);
}
