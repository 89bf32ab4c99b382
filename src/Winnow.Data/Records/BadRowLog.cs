using System.Globalization;
using System.Text;

namespace Winnow.Data;

/// <summary>Counts malformed rows, keeps the first few, and ends the reading when there are too many.</summary>
/// <remarks>Filled in the order of the file, whatever the number of threads. Not thread-safe: read it from the thread that
/// reads the data.</remarks>
public sealed class BadRowLog
{
    /// <summary>How many rows are kept with their place.</summary>
    public const int Kept = 100;

    private const int Quoted = 5;

    private readonly long[] _byFault = new long[Enum.GetValues<RowFault>().Length];
    private readonly List<BadRow> _first = [];

    /// <summary>Makes an empty log.</summary>
    /// <param name="limit">How many malformed rows are put up with; one in a thousand and at least ten unless given.</param>
    public BadRowLog(BadRowLimit? limit = null) => Limit = limit ?? BadRowLimit.Default;

    /// <summary>How many malformed rows are put up with.</summary>
    public BadRowLimit Limit { get; }

    /// <summary>Number of malformed rows.</summary>
    public long Count { get; private set; }

    /// <summary>Number of rows read, good and malformed.</summary>
    public long Rows { get; private set; }

    /// <summary>The first malformed rows, at most <see cref="Kept"/>, in the order of the file.</summary>
    public IReadOnlyList<BadRow> First => _first;

    /// <summary>Number of malformed rows of one kind.</summary>
    public long CountOf(RowFault fault) => _byFault[(int)fault];

    /// <summary>One line a kind of fault with its count, then the first rows; "no malformed rows" if there are none.</summary>
    public override string ToString()
    {
        if (Count == 0) return string.Create(CultureInfo.InvariantCulture, $"no malformed rows among {Rows}");
        StringBuilder text = new(string.Create(CultureInfo.InvariantCulture, $"{Count} malformed rows among {Rows}"));
        foreach (RowFault fault in Enum.GetValues<RowFault>())
            if (CountOf(fault) > 0) text.Append(CultureInfo.InvariantCulture, $"\n  {CountOf(fault)} × {RowFaultText.Of(fault)}");
        foreach (BadRow row in _first.Take(Quoted)) text.Append("\n  ").Append(row);
        return text.ToString();
    }

    /// <summary>Notes rows that are well-formed.</summary>
    internal void AddRows(long rows) => Rows += rows;

    /// <summary>Notes a malformed row.</summary>
    internal void Add(in BadRow row)
    {
        Rows++;
        Count++;
        _byFault[(int)row.Fault]++;
        if (_first.Count < Kept) _first.Add(row);
    }

    /// <summary>Starts counting from what an earlier reading had counted.</summary>
    internal void Restore(long rows, long count) => (Rows, Count) = (rows, count);

    /// <summary>Ends the reading if there are too many malformed rows.</summary>
    /// <exception cref="BadDataException">There are.</exception>
    internal void Check(bool atEnd)
    {
        if (Count > Limit.Of(Rows, atEnd)) throw new BadDataException(this);
    }
}
