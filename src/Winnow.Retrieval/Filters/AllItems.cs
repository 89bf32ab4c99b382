namespace Winnow.Retrieval;

/// <summary>No filter: every item may be returned.</summary>
public readonly struct AllItems : IItemFilter
{
    /// <inheritdoc/>
    public int Count => int.MaxValue;

    /// <inheritdoc/>
    public bool Accepts(int id) => true;
}
