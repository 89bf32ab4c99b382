namespace Winnow.Serving;

/// <summary>Which events belong to the history of a user.</summary>
/// <param name="types">Types of events, such as <c>click</c>.</param>
internal sealed class HistoryTypes(IEnumerable<string> types)
{
    private readonly HashSet<string> _types = new(types, StringComparer.Ordinal);

    /// <summary>Whether events of a type do.</summary>
    public bool Takes(string type) => _types.Contains(type);
}
