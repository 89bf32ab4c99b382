namespace Winnow.Retrieval;

/// <summary>An item that a search found.</summary>
/// <param name="Id">Id of the item, as it was given to the index.</param>
/// <param name="Score">How alike it is to the query by the metric of the index; the greater the better.</param>
public readonly record struct Neighbor(int Id, float Score);
