using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The one table of a two-tower model: the rows of items, of items in histories unless they share, of features of items, of users, of features of users.</summary>
internal sealed unsafe class TowerTable
{
    private readonly int _historyRow, _itemFeatureRow, _userRow, _userFeatureRow;
    private readonly CsrMatrix? _itemFeatures, _userFeatures;
    private readonly bool _hasUserIds;

    public TowerTable(TwoTowerOptions options, Interactions train, RandomStream random)
    {
        (_itemFeatures, _userFeatures, _hasUserIds) = (train.ItemFeatures, train.UserFeatures, options.UserIds);
        (Items, Users) = (train.Items.Count, train.Users.Count);
        _historyRow = options.SharedItems ? 0 : Items;
        _itemFeatureRow = _historyRow + Items;
        _userRow = _itemFeatureRow + (_itemFeatures?.Cols ?? 0);
        _userFeatureRow = _userRow + (_hasUserIds ? Users : 0);
        Values = new PinnedMatrix(_userFeatureRow + (_userFeatures?.Cols ?? 0), options.Factors);
        random.FillNormal(Values.Values, 0, (float)options.InitialDeviation);
        Adam = new DeferredAdamRows(Values, options.LearningRate);
    }

    public int Items { get; }

    public int Users { get; }

    public PinnedMatrix Values { get; }

    public DeferredAdamRows Adam { get; }

    /// <summary>Whether users are known by anything but their histories.</summary>
    public bool HasUsers => _hasUserIds || _userFeatures is not null;

    /// <summary>Whether a user is.</summary>
    /// <param name="user">The user.</param>
    /// <param name="events">His number of events: without any his own vector was never learnt.</param>
    public bool IsKnown(int user, int events) => (_hasUserIds && events > 0) || _userFeatures?.RowLength(user) > 0;

    /// <summary>Adds a cell: an item as a candidate, or as part of a history.</summary>
    public void AddItem(CellLists cells, DistinctSlots slots, int item, bool inHistory)
    {
        cells.Add(slots.Slot(inHistory ? _historyRow + item : item));
        AddFeatures(cells, slots, _itemFeatures, _itemFeatureRow, item);
        cells.EndCell();
    }

    /// <summary>Adds a cell: a user.</summary>
    public void AddUser(CellLists cells, DistinctSlots slots, int user)
    {
        if (_hasUserIds) cells.Add(slots.Slot(_userRow + user));
        AddFeatures(cells, slots, _userFeatures, _userFeatureRow, user);
        cells.EndCell();
    }

    /// <summary>All items with their features, [items, f].</summary>
    public PinnedMatrix AllItems(bool inHistory)
    {
        PinnedMatrix all = new(Items, Values.Cols);
        for (int item = 0; item < Items; item++)
        {
            Values.Row((inHistory ? _historyRow : 0) + item).CopyTo(all.Row(item));
            AddUp(_itemFeatures, _itemFeatureRow, item, all.RowPointer(item));
        }
        return all;
    }

    /// <summary>All users' own vectors and features, [users, f]; no rows if there are neither.</summary>
    public PinnedMatrix AllUsers()
    {
        PinnedMatrix all = new(HasUsers ? Users : 0, Values.Cols);
        for (int user = 0; user < all.Rows; user++)
        {
            if (_hasUserIds) Values.Row(_userRow + user).CopyTo(all.Row(user));
            AddUp(_userFeatures, _userFeatureRow, user, all.RowPointer(user));
        }
        return all;
    }

    private static void AddFeatures(CellLists cells, DistinctSlots slots, CsrMatrix? features, int firstRow, int entity)
    {
        if (features is null) return;
        ReadOnlySpan<int> columns = features.Row(entity);
        ReadOnlySpan<float> values = features.RowValues(entity);
        float share = Share(values, columns.Length);
        for (int i = 0; i < columns.Length; i++) cells.Add(slots.Slot(firstRow + columns[i]), values.IsEmpty ? share : share * values[i]);
    }

    private void AddUp(CsrMatrix? features, int firstRow, int entity, float* sum)
    {
        if (features is null) return;
        ReadOnlySpan<int> columns = features.Row(entity);
        ReadOnlySpan<float> values = features.RowValues(entity);
        float share = Share(values, columns.Length);
        for (int i = 0; i < columns.Length; i++) FloatRows.AddScaled(Values.RowPointer(firstRow + columns[i]), values.IsEmpty ? share : share * values[i], sum, Values.Cols);
    }

    /// <summary>What makes a weighted mean of a weighted sum.</summary>
    private static float Share(ReadOnlySpan<float> values, int count)
    {
        float sum = values.IsEmpty ? count : 0;
        foreach (float value in values) sum += Math.Abs(value);
        return sum > 0 ? 1 / sum : 0;
    }
}
