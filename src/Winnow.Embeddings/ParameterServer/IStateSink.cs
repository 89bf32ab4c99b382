namespace Winnow.Embeddings;

/// <summary>Where state is written to, block by block: the file of a Redis snapshot, a buffer. A struct, so that writing allocates nothing.</summary>
public unsafe interface IStateSink
{
    /// <summary>Takes one block; it is read before the call returns.</summary>
    /// <param name="block">The bytes.</param>
    /// <param name="length">How many, at least 0.</param>
    void Write(byte* block, long length);
}
