namespace Winnow.Data.Marketplace.Internals;

/// <summary>The last items that each user clicked.</summary>
internal sealed class ClickHistory(int users, int length)
{
    private readonly int[] _items = new int[(long)users * length];
    private readonly int[] _clicks = new int[users];
    private readonly int[] _ordered = new int[length];

    /// <summary>The last clicks of a user, oldest first; valid until the next call.</summary>
    internal ReadOnlySpan<int> Of(int user)
    {
        int count = Math.Min(_clicks[user], length);
        for (int n = 0; n < count; n++) _ordered[n] = _items[Slot(user, _clicks[user] - count + n)];
        return _ordered.AsSpan(0, count);
    }

    internal void Add(int user, int item)
    {
        if (length == 0) return;
        _items[Slot(user, _clicks[user])] = item;
        _clicks[user]++;
    }

    private long Slot(int user, int click) => (long)user * length + click % length;
}
