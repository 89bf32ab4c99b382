using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>What a step of <see cref="SimpleX"/> looks at: distinct rows, targets, histories without them, users, negatives.</summary>
/// <remarks>Reusable; a warm batch allocates nothing.</remarks>
internal sealed unsafe class SimpleXBatch
{
    private readonly SimpleXOptions _options;
    private readonly EventSequences _sequences;
    private readonly int[] _userOf;
    private readonly int _items;
    private readonly DistinctSlots _rows, _negatives;
    private readonly PinnedList<int> _users = new();
    private readonly PinnedList<float> _weights = new();

    public SimpleXBatch(SimpleXOptions options, EventSequences sequences, int items)
    {
        (_options, _sequences, _items, _userOf) = (options, sequences, items, sequences.UserOf());
        (_rows, _negatives) = (new DistinctSlots(items + sequences.Users), new DistinctSlots(items));
    }

    /// <summary>Rows of the table that the batch shows.</summary>
    public ReadOnlySpan<int> Rows => _rows.Keys;

    /// <summary>The item of each event.</summary>
    public CellLists Targets { get; } = new();

    /// <summary>The user of each event.</summary>
    public CellLists Users { get; } = new();

    /// <summary>The user's other events.</summary>
    public CellLists Histories { get; } = new();

    /// <summary>The distinct negatives.</summary>
    public CellLists Negatives { get; } = new();

    /// <summary>The loss of the negatives.</summary>
    public CosineContrast Loss(CsrMatrix taken) =>
        new() { Margin = (float)_options.Margin, Weights = _weights.Pointer, Users = _users.Pointer, Taken = taken, ColumnOf = _negatives.SlotOf };

    /// <summary>Takes events.</summary>
    /// <param name="places">Their places among all.</param>
    /// <param name="random">Draws negatives.</param>
    public void Take(ReadOnlySpan<int> places, RandomStream random)
    {
        Clear();
        foreach (int place in places)
        {
            int user = _userOf[place];
            _users.Add(user);
            AddCell(Users, _items + user);
            AddCell(Targets, _sequences.Item(place));
            AddHistory(user, place);
        }
        float weight = (float)(_options.NegativeWeight / _options.Negatives / places.Length);
        for (int i = 0; i < _options.Negatives; i++) AddNegative(random.Below((ulong)i, _items), weight);
        foreach (CellLists cells in (ReadOnlySpan<CellLists>)[Targets, Users, Histories, Negatives]) cells.Complete(_rows.Count);
    }

    private void Clear()
    {
        _rows.Clear();
        _negatives.Clear();
        _users.Clear();
        _weights.Clear();
        foreach (CellLists cells in (ReadOnlySpan<CellLists>)[Targets, Users, Histories, Negatives]) cells.Clear();
    }

    private void AddCell(CellLists cells, int row)
    {
        cells.Add(_rows.Slot(row));
        cells.EndCell();
    }

    /// <summary>The latest events of the user but this one.</summary>
    private void AddHistory(int user, int place)
    {
        int start = _sequences.Start(user), end = start + _sequences.Of(user).Length, first = Math.Max(start, end - _options.HistoryLength);
        if (place >= first && first > start) first--;
        for (int other = first; other < end; other++)
            if (other != place) Histories.Add(_rows.Slot(_sequences.Item(other)));
        Histories.EndCell();
    }

    private void AddNegative(int item, float weight)
    {
        int column = _negatives.Slot(item);
        if (column == _weights.Count)
        {
            _weights.Add(0);
            AddCell(Negatives, item);
        }
        _weights[column] += weight;
    }
}
