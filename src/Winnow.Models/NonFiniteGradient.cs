namespace Winnow.Models;

/// <summary>A row of a table that was to be updated with a gradient that is NaN or infinite; it was left as it was.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Key">Key of the row.</param>
public readonly record struct NonFiniteGradient(string Table, ulong Key);
