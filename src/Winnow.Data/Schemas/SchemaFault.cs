namespace Winnow.Data;

/// <summary>One contradiction in a schema.</summary>
/// <param name="Column">Index of the column concerned; −1 for the schema as a whole.</param>
/// <param name="Key">The YAML key concerned, or null.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
internal readonly record struct SchemaFault(int Column, string? Key, string Message);
