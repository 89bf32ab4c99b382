using System.Globalization;

namespace Winnow.Data;

/// <summary>The ids of users or items as the log wrote them, numbered 0 … n − 1: models count, outputs name.</summary>
/// <remarks>Immutable; safe from any thread.</remarks>
public sealed class IdIndex
{
    private readonly string[]? _ids;
    private readonly Dictionary<string, int>? _indices;

    /// <summary>Numbers ids in the order given.</summary>
    /// <param name="ids">Distinct ids.</param>
    /// <exception cref="ArgumentException">An id appears twice.</exception>
    public IdIndex(IReadOnlyList<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        _ids = [.. ids];
        _indices = new Dictionary<string, int>(_ids.Length, StringComparer.Ordinal);
        for (int i = 0; i < _ids.Length; i++)
            if (!_indices.TryAdd(_ids[i], i)) throw new ArgumentException($"Id '{_ids[i]}' appears twice, as number {_indices[_ids[i]]} and {i}.", nameof(ids));
        Count = _ids.Length;
    }

    private IdIndex(int count) => Count = count;

    /// <summary>Ids that are the numbers 0 … <paramref name="count"/> − 1 themselves; takes no memory.</summary>
    public static IdIndex Numbered(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new IdIndex(count);
    }

    /// <summary>Number of ids.</summary>
    public int Count { get; }

    /// <summary>Whether ids are their indices.</summary>
    internal bool IsNumbered => _ids is null;

    /// <summary>The id of an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not in [0, <see cref="Count"/>).</exception>
    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _ids?[index] ?? index.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Finds the index of an id; false if it is unknown.</summary>
    public bool TryFind(string id, out int index)
    {
        if (_indices is not null) return _indices.TryGetValue(id, out index);
        return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out index) && index < Count;
    }
}
