namespace Winnow.Embeddings;

/// <summary>Where state is read from: the blocks an <see cref="IStateSink"/> was given, in their order. May hold anything; whoever reads it checks.</summary>
public unsafe interface IStateSource
{
    /// <summary>The next block, valid until the next call; null if there is none.</summary>
    /// <param name="length">Its bytes, at least 0.</param>
    byte* Read(out long length);
}
