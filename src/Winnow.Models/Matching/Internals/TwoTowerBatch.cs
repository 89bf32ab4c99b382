using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>What a step of <see cref="TwoTower"/> looks at: distinct rows, candidates with their log Q, histories, users.</summary>
/// <remarks>Reusable; a warm batch allocates nothing.</remarks>
internal sealed unsafe class TwoTowerBatch
{
    private readonly TwoTowerOptions _options;
    private readonly EventSequences _sequences;
    private readonly TowerTable _table;
    private readonly HardNegatives _hard;
    private readonly float[] _frequency;
    private readonly DistinctSlots _rows, _candidates, _inHistory;
    private readonly PinnedList<int> _counts = new(), _targets = new(), _users = new();
    private readonly PinnedList<float> _offsets = new(), _logExpected = new();

    /// <param name="options">What is drawn, and how much of a history counts.</param>
    /// <param name="sequences">All events.</param>
    /// <param name="table">Rows of items, users and features.</param>
    /// <param name="hard">Draws hard negatives.</param>
    /// <param name="examples">Places of all events that are ever told: how often each item is a target.</param>
    public TwoTowerBatch(TwoTowerOptions options, EventSequences sequences, TowerTable table, HardNegatives hard, ReadOnlySpan<int> examples)
    {
        (_options, _sequences, _table, _hard) = (options, sequences, table, hard);
        _frequency = new float[table.Items];
        foreach (int place in examples) _frequency[sequences.Item(place)] += 1f / examples.Length;
        (_rows, _candidates, _inHistory) = (new DistinctSlots(table.Values.Rows), new DistinctSlots(table.Items), new DistinctSlots(table.Items));
    }

    /// <summary>Rows of the table that the batch shows.</summary>
    public ReadOnlySpan<int> Rows => _rows.Keys;

    /// <summary>Candidates as sums of rows.</summary>
    public CellLists Candidates { get; } = new();

    /// <summary>Distinct items of the histories as sums of rows.</summary>
    public CellLists HistoryItems { get; } = new();

    /// <summary>The events before each example as numbers of <see cref="HistoryItems"/>.</summary>
    public CellLists Histories { get; } = new();

    /// <summary>The latest of them.</summary>
    public CellLists Latest { get; } = new();

    /// <summary>Users as sums of rows.</summary>
    public CellLists Users { get; } = new();

    /// <summary>The loss of the batch.</summary>
    /// <param name="taken">What users took; null: not spared.</param>
    public SampledSoftmax Loss(CsrMatrix? taken) => new()
    {
        Sharpness = (float)(1 / _options.Temperature),
        Share = 1f / _targets.Count,
        Targets = _targets.Pointer,
        Offsets = _offsets.Pointer,
        LogExpected = _logExpected.Pointer,
        Users = _users.Pointer,
        Taken = taken,
        ColumnOf = _candidates.SlotOf,
    };

    /// <summary>Takes examples.</summary>
    /// <param name="places">Places of the events to be told. [n]</param>
    /// <param name="userOf">User of each place among all events.</param>
    /// <param name="random">Draws negatives.</param>
    public void Take(ReadOnlySpan<int> places, int[] userOf, RandomStream random)
    {
        Clear();
        foreach (int place in places)
        {
            int user = userOf[place];
            _users.Add(user);
            _targets.Add(AddCandidate(_sequences.Item(place)));
            AddHistory(_sequences.Before(user, place, _options.HistoryLength));
            if (_table.HasUsers) _table.AddUser(Users, _rows, user);
        }
        DrawNegatives(random);
        foreach (int item in _candidates.Keys) _table.AddItem(Candidates, _rows, item, inHistory: false);
        foreach (int item in _inHistory.Keys) _table.AddItem(HistoryItems, _rows, item, inHistory: true);
        Correct(places.Length);
        Candidates.Complete(_rows.Count);
        HistoryItems.Complete(_rows.Count);
        Users.Complete(_rows.Count);
        Histories.Complete(_inHistory.Count);
        Latest.Complete(_inHistory.Count);
    }

    private void Clear()
    {
        _rows.Clear();
        _candidates.Clear();
        _inHistory.Clear();
        _counts.Clear();
        _targets.Clear();
        _users.Clear();
        Candidates.Clear();
        HistoryItems.Clear();
        Histories.Clear();
        Latest.Clear();
        Users.Clear();
    }

    private int AddCandidate(int item)
    {
        int column = _candidates.Slot(item);
        if (column == _counts.Count) _counts.Add(0);
        _counts[column]++;
        return column;
    }

    private void AddHistory(ReadOnlySpan<int> history)
    {
        foreach (int item in history) Histories.Add(_inHistory.Slot(item));
        if (!history.IsEmpty) Latest.Add(_inHistory.Slot(history[^1]));
        Histories.EndCell();
        Latest.EndCell();
    }

    private void DrawNegatives(RandomStream random)
    {
        RandomStream uniform = random.Fork("uniform"), hard = random.Fork("hard");
        for (int i = 0; i < _options.UniformNegatives; i++) AddCandidate(uniform.Below((ulong)i, _table.Items));
        for (int i = 0; i < _hard.Count; i++) AddCandidate(_hard.Draw(_users[i % _users.Count], hard, (ulong)i));
    }

    /// <summary>Q: how often the targets of a batch and its uniform draws show an item on average.</summary>
    private void Correct(int examples)
    {
        _offsets.Resize(_candidates.Count);
        _logExpected.Resize(_candidates.Count);
        float uniform = (float)_options.UniformNegatives / _table.Items;
        ReadOnlySpan<int> items = _candidates.Keys;
        for (int column = 0; column < items.Length; column++)
        {
            float expected = examples * _frequency[items[column]] + uniform;
            float logExpected = expected > 0 ? MathF.Log(expected) : 0;         // 0 only for a hard negative that is never a target
            (_logExpected[column], _offsets[column]) = (logExpected, MathF.Log(_counts[column]) - logExpected);
        }
    }
}
