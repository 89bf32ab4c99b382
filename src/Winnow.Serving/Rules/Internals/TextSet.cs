namespace Winnow.Serving;

/// <summary>Which values of an attribute are among some texts. New texts of updated items are taken in as they come.</summary>
internal sealed class TextSet(IItemAttribute attribute, IReadOnlyList<string> texts)
{
    private readonly HashSet<string> _texts = new(texts, StringComparer.Ordinal);
    private volatile bool[] _members = [];

    /// <summary>By value whether it is among the texts; null if there are no texts.</summary>
    public bool[]? Members()
    {
        if (_texts.Count == 0) return null;
        bool[] known = _members;
        int count = attribute.Texts.Count;
        if (known.Length == count) return known;
        bool[] members = new bool[count];
        for (int value = 0; value < count; value++) members[value] = _texts.Contains(attribute.Texts[value]);
        return _members = members;
    }
}
