namespace Winnow.Data;

/// <summary>A file and a schema do not fit: columns are missing or unnamed. The message lists all of them with the nearest names.</summary>
/// <param name="faults">One sentence for each column.</param>
public sealed class SchemaMismatchException(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    /// <summary>One sentence for each column.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}
