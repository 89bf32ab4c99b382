namespace Winnow.Retrieval;

/// <summary>Which items may be returned. A struct, so that the search compiles a loop of its own for it.</summary>
public interface IItemFilter
{
    /// <summary>How many items it accepts, at most; −1 if it cannot tell. An index that walks a graph decides by it whether to
    /// walk or to scan; where it cannot tell, the index tries the filter on a sample.</summary>
    int Count { get; }

    /// <summary>Whether the item may be returned. Called from the thread that searches, for ids of the index only, an item any
    /// number of times; must not throw.</summary>
    bool Accepts(int id);
}
