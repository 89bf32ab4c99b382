using System.Globalization;
using System.Text;

namespace Winnow.Data;

/// <summary>Makes blocks of records in memory, value by value under their names: how a server encodes a request by the plan of the
/// model, exactly as its training data were.</summary>
/// <remarks>Reused from request to request. Numbers are written as in a file: <c>5</c>, <c>0.25</c>; values not set are missing.
/// Not thread-safe.</remarks>
public sealed unsafe class RecordBuilder : IDisposable
{
    private readonly Dictionary<string, int> _columns;
    private readonly RecordBlock _block;
    private RecordCell* _row;
    private bool _inRow;

    /// <summary>Makes a builder.</summary>
    /// <param name="schema">The schema of the plan that will encode the records.</param>
    public RecordBuilder(FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        string[] names = [.. schema.Columns.Where(c => c.Kind != ColumnKind.Ignore).Select(c => c.Source).Distinct()];
        _columns = names.Index().ToDictionary(n => n.Item, n => n.Index);
        _block = new RecordBlock(names) { File = "record" };
        Clear();
    }

    /// <summary>The records so far. Give it to a <see cref="RecordEncoder"/> made for <see cref="RecordBlock.Columns"/>.</summary>
    public RecordBlock Block => _block;

    /// <summary>Forgets all records; the memory stays.</summary>
    public void Clear()
    {
        _block.ClearRows();
        _block.TextLength = 0;
        _inRow = false;
    }

    /// <summary>Starts a record; all its values are missing until set.</summary>
    public RecordBuilder Begin()
    {
        if (_inRow) throw new InvalidOperationException("A record is being built; call End first.");
        _row = _block.RoomForMissingRow();
        _inRow = true;
        return this;
    }

    /// <summary>Sets a text; null or empty leaves the value missing.</summary>
    /// <exception cref="ArgumentException">The schema reads no column of this name; the message names the nearest.</exception>
    public RecordBuilder Set(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) *Cell(name) = Add(value);
        return this;
    }

    /// <summary>Sets a whole number.</summary>
    /// <exception cref="ArgumentException">The schema reads no column of this name.</exception>
    public RecordBuilder Set(string name, long value) => Set(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a number, in its shortest form that reads back the same.</summary>
    /// <exception cref="ArgumentException">The schema reads no column of this name.</exception>
    public RecordBuilder Set(string name, double value) => Set(name, value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Sets a list or sequence, in order.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">The ids.</param>
    /// <param name="weights">As many weights, or none for weights of 1.</param>
    /// <exception cref="ArgumentException">The schema reads no column of this name, or the lengths differ.</exception>
    public RecordBuilder Set(string name, IReadOnlyList<string> values, ReadOnlySpan<float> weights = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (weights.Length > 0 && weights.Length != values.Count)
            throw new ArgumentException($"Column '{name}' got {values.Count} values and {weights.Length} weights; give one weight a value, or none.", nameof(weights));
        RecordCell* cell = Cell(name);
        int first = _block.ItemsUsed;
        for (int i = 0; i < values.Count; i++)
        {
            if (string.IsNullOrEmpty(values[i])) continue;
            RecordCell text = Add(values[i]);
            _block.AddItem(text.Start, text.Length, weights.Length > 0 ? weights[i] : 1);
        }
        *cell = RecordCell.List(first, _block.ItemsUsed - first);
        return this;
    }

    /// <summary>Ends the record: it is part of the block from now on.</summary>
    public void End()
    {
        if (!_inRow) throw new InvalidOperationException("No record is being built; call Begin first.");
        _block.CommitRow(_block.Rows);
        _inRow = false;
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose() => _block.Dispose();

    private RecordCell* Cell(string name)
    {
        if (!_inRow) throw new InvalidOperationException("No record is being built; call Begin first.");
        return _columns.TryGetValue(name, out int column)
            ? _row + column
            : throw new ArgumentException($"The schema reads no column '{name}'.{NearestName.Hint(name, _columns.Keys)}", nameof(name));
    }

    private RecordCell Add(string value)
    {
        int start = _block.TextLength, most = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte* text = _block.ReserveText(start + most) + start;
        int length = Encoding.UTF8.GetBytes(value, new Span<byte>(text, most));
        if (length > RecordFile.MaxFieldBytes) throw new ArgumentException($"A value has {length} bytes; at most {RecordFile.MaxFieldBytes} are read.", nameof(value));
        _block.TextLength = start + length;
        return new RecordCell(start, length);
    }
}
