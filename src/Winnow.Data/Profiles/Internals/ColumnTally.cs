using System.Text;

namespace Winnow.Data;

/// <summary>Gathers what a profile tells about one column.</summary>
internal sealed class ColumnTally(string name)
{
    private const int MostExamples = 3, ExampleCharacters = 40;
    private const double ListShare = 0.2;

    private readonly ValueCounts _values = new();
    private readonly List<string> _examples = [];
    private readonly long[] _byType = new long[Enum.GetValues<ColumnType>().Length];
    private long _rows, _missing, _numbers, _withBar, _withSemicolon;
    private double _sum, _minimum = double.PositiveInfinity, _maximum = double.NegativeInfinity;

    public void AddMissing()
    {
        _rows++;
        _missing++;
    }

    /// <summary>Adds a value; <paramref name="number"/> is NaN if it is none.</summary>
    public void Add(ReadOnlySpan<byte> text, ulong hash, out double number)
    {
        _rows++;
        _values.Add(hash);
        _byType[(int)ValueReader.TypeOf(text, out number)]++;
        if (text.Contains((byte)'|')) _withBar++;
        if (text.Contains((byte)';')) _withSemicolon++;
        if (double.IsFinite(number)) AddNumber(number);
        AddExample(text);
    }

    /// <summary>Adds the items of a list.</summary>
    public void AddList(RecordBlock block, int row, int column)
    {
        _rows++;
        _byType[(int)ColumnType.List]++;
        for (int i = 0; i < block.ItemCount(row, column); i++)
        {
            ReadOnlySpan<byte> item = block.ItemText(row, column, i);
            _values.Add(FeatureKey.Hash(item, 0));
            AddExample(item);
        }
    }

    public ColumnProfile Profile()
    {
        long present = _rows - _missing;
        ColumnType type = present == 0 ? ColumnType.Empty : MajorityType(present);
        char? separator = type != ColumnType.Text ? null : _withBar >= ListShare * present ? '|' : _withSemicolon >= ListShare * present ? ';' : null;
        return new ColumnProfile
        {
            Name = name,
            Type = separator is null ? type : ColumnType.List,
            MissingShare = _rows == 0 ? 0 : (double)_missing / _rows,
            Distinct = _values.Distinct,
            IsDistinctExact = _values.IsExact,
            Gini = _values.Gini(),
            Minimum = _numbers == 0 ? double.NaN : _minimum,
            Maximum = _numbers == 0 ? double.NaN : _maximum,
            Mean = _numbers == 0 ? double.NaN : _sum / _numbers,
            Examples = [.. _examples],
            Separator = separator,
            Suspicions = [.. Suspicions(type, present)],
        };
    }

    private IEnumerable<Suspicion> Suspicions(ColumnType type, long present)
    {
        const int enoughRows = 100;
        const double nearlyAll = 0.95, most = 0.9, few = 0.1;
        if (present > 0 && _values.Distinct == 1 && _missing == 0) yield return Suspicion.Constant;
        bool id = type is ColumnType.Text or ColumnType.Integer;
        if (id && present >= enoughRows && _values.Distinct >= nearlyAll * present) yield return Suspicion.UniquePerRow;
        long texts = _byType[(int)ColumnType.Text];
        if (type is ColumnType.Integer or ColumnType.Decimal && texts > 0 && texts <= few * present) yield return Suspicion.MixedTypes;
        if (type == ColumnType.Date) yield return Suspicion.DateText;
        if (_rows >= enoughRows && _missing > most * _rows) yield return Suspicion.MostlyMissing;
    }

    /// <summary>The type of nine in ten values; whole numbers among fractions count as fractions; else text.</summary>
    private ColumnType MajorityType(long present)
    {
        const double share = 0.9;
        if (Count(ColumnType.List) > 0) return ColumnType.List;
        if (Count(ColumnType.Boolean) >= share * present) return ColumnType.Boolean;
        if (Count(ColumnType.Date) >= share * present) return ColumnType.Date;
        if (Count(ColumnType.Integer) + Count(ColumnType.Decimal) < share * present) return ColumnType.Text;
        return Count(ColumnType.Decimal) > 0 ? ColumnType.Decimal : ColumnType.Integer;
    }

    private long Count(ColumnType type) => _byType[(int)type];

    private void AddNumber(double number)
    {
        _numbers++;
        _sum += number;
        _minimum = Math.Min(_minimum, number);
        _maximum = Math.Max(_maximum, number);
    }

    private void AddExample(ReadOnlySpan<byte> text)
    {
        if (_examples.Count >= MostExamples) return;
        string example = Encoding.UTF8.GetString(text);
        if (example.Length > ExampleCharacters) example = example[..ExampleCharacters] + "…";
        if (!_examples.Contains(example)) _examples.Add(example);
    }
}
