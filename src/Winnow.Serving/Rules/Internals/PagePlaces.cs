namespace Winnow.Serving;

/// <summary>Where items stood before a rule, so that it can tell whom it moved without wanting to.</summary>
internal sealed class PagePlaces
{
    private readonly Dictionary<int, int> _places;

    public PagePlaces(List<Candidate> page)
    {
        _places = new Dictionary<int, int>(page.Count);
        for (int i = 0; i < page.Count; i++) _places[page[i].Item] = i;
    }

    /// <summary>The place of an item, from 0; −1 if it had none.</summary>
    public int Of(int item) => _places.GetValueOrDefault(item, -1);

    /// <summary>Tells of the first <paramref name="count"/> items those that have another place now.</summary>
    public void TellOthers(string rule, List<Candidate> page, int count, IReadOnlyCollection<int> apart, Action<int, string> moves)
    {
        for (int i = 0; i < Math.Min(count, page.Count); i++)
            if (Of(page[i].Item) != i && !apart.Contains(page[i].Item)) moves(page[i].Item, $"{rule}: place {Of(page[i].Item) + 1} → {i + 1}");
    }
}
