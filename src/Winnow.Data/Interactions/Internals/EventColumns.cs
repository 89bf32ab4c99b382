using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Events as they are read, column by column.</summary>
internal sealed class EventColumns(bool hasValues, bool hasTimes)
{
    private readonly ChunkedColumn<int> _users = new(), _items = new();
    private readonly ChunkedColumn<float>? _values = hasValues ? new() : null;
    private readonly ChunkedColumn<long>? _times = hasTimes ? new() : null;

    public long Count => _users.Count;

    public void Add(int user, int item, float value, long time)
    {
        _users.Add(user);
        _items.Add(item);
        _values?.Add(value);
        _times?.Add(time);
    }

    /// <summary>Makes the log; the columns are empty afterwards.</summary>
    public Interactions ToInteractions(IdIndex users, IdIndex items, CsrMatrix? itemFeatures = null) =>
        new(users, items, _users.TakeArray(), _items.TakeArray(), _values?.TakeArray(), _times?.TakeArray()) { ItemFeatures = itemFeatures };
}
