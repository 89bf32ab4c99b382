namespace Winnow.Embeddings;

/// <summary>What to do with the rows of a list of keys. A struct, so that the look-up compiles a loop of its own for it.</summary>
internal unsafe interface IRowVisitor
{
    /// <summary>The key at <paramref name="position"/> has this row.</summary>
    void Found(int position, uint number, byte* row);

    /// <summary>The key at <paramref name="position"/> has none.</summary>
    void Missing(int position);
}
