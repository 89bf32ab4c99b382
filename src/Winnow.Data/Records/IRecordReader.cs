namespace Winnow.Data;

/// <summary>One pass over a source. Reading is done in order, by one thread at a time; cutting blocks into cells by any thread.</summary>
public interface IRecordReader : IDisposable
{
    /// <summary>Reads the text of the next rows into a block. What a block holds depends on where it starts, and on nothing else.</summary>
    /// <returns>False at the end of the source; the block is then unspecified.</returns>
    /// <exception cref="BadDataException">The source cannot be read on: damaged compression, a changed header.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    bool Read(RecordBlock block);

    /// <summary>Cuts the text of a block into cells and notes malformed rows. Safe from any thread, one thread a block.</summary>
    void Parse(RecordBlock block);
}
