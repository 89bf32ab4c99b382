namespace Winnow.Data;

/// <summary>How one part of a data set of interactions is read.</summary>
/// <param name="Name">all, train, test.</param>
/// <param name="Format">How its files are written.</param>
/// <param name="Events">How many interactions it holds, as its publisher counts them; checked when it is loaded.</param>
public sealed record InteractionPart(string Name, InteractionFormat Format, long Events);
