using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Gathers the statistics of a plan from blocks of training records.</summary>
internal sealed unsafe class PlanFitter : IDisposable
{
    private readonly FeatureSchema _schema;
    private readonly int[] _sources;
    private readonly ValueColumn[] _plain;
    private readonly MissingTokens _missingTokens;
    private readonly VocabularyBuilder?[] _vocabularies;       // one a column; columns of one table share it
    private readonly NumberFitter?[] _numbers;
    private readonly NativeList<double>[] _values;
    private readonly RowMarks _marks = new();
    private readonly Batch _scratch;

    public PlanFitter(IRecordSource source, FeatureSchema schema, FitOptions options)
    {
        _schema = schema;
        _sources = ColumnBinding.Of(schema, source.Columns, source.Name, needLabel: schema.Label is not null);
        _plain = [.. PlainColumns.Of(schema, _sources, needLabel: schema.Label is not null)];
        _missingTokens = new MissingTokens(schema.Format?.MissingTokens ?? [], [.. _sources.Where(s => s >= 0).Distinct()]);
        _scratch = new Batch(schema.Layout with { Features = 0, Dense = 0, Jagged = false, HasKeyWeights = false });
        Dictionary<string, VocabularyBuilder> tables = [];
        _vocabularies = [.. schema.Columns.Select(c => HasVocabulary(c) ? ShareOf(tables, c.Table, options) : null)];
        RandomStream random = new(options.Seed, "plan");
        _numbers = [.. schema.Columns.Select(c => c.Kind == ColumnKind.Dense ? new NumberFitter(c, random.Fork(c.Name), options.SampleSize) : null)];
        _values = [.. schema.Columns.Select(_ => new NativeList<double>())];
    }

    /// <summary>Number of good rows.</summary>
    public long Rows { get; private set; }

    public void Add(RecordBlock block, BadRowLog log)
    {
        _marks.Reset(block.Rows);
        _missingTokens.Apply(block);
        _scratch.Resize(block.Rows, 0);
        foreach (ValueColumn column in _plain) column.Encode(block, 0, block.Rows, _scratch, _marks);
        for (int c = 0; c < _sources.Length; c++) Check(block, c);
        for (int c = 0; c < _sources.Length; c++) AddColumn(block, c);
        block.Faults.Sort();
        block.Faults.CopyTo(log, block);
        log.AddRows(block.Rows - _marks.Count);
        log.Check(atEnd: false);
        Rows += block.Rows - _marks.Count;
    }

    public FeaturePlan Build()
    {
        Dictionary<string, Vocabulary> vocabularies = [];
        Dictionary<string, NumberPlan> numbers = [];
        foreach ((int i, Column column) in _schema.Columns.Index())
        {
            if (_vocabularies[i] is { } builder && !vocabularies.ContainsKey(column.Table)) vocabularies.Add(column.Table, builder.Build(column.MinCount));
            if (_numbers[i] is { } fitter) numbers.Add(column.Name, fitter.Build());
        }
        return new FeaturePlan(_schema, vocabularies, numbers, Rows);
    }

    public void Dispose()
    {
        foreach (NativeList<double> values in _values) values.Dispose();
        _marks.Dispose();
        _scratch.Dispose();
    }

    private static bool HasVocabulary(Column c) => c.IsIdFeature && !c.IsBucketed && c.Encoding == IdEncoding.Vocabulary;

    private static VocabularyBuilder ShareOf(Dictionary<string, VocabularyBuilder> tables, string table, FitOptions options)
    {
        if (!tables.TryGetValue(table, out VocabularyBuilder? builder))
            tables.Add(table, builder = new VocabularyBuilder(table, options.MostVocabularyEntries));
        return builder;
    }

    /// <summary>Marks the rows whose value in this column is malformed; keeps numbers, NaN where there is none.</summary>
    private void Check(RecordBlock block, int c)
    {
        Column column = _schema.Columns[c];
        if (column.Kind == ColumnKind.Dense) ReadNumbers(block, c, _values[c].Resize(block.Rows));
        else if (column.IsMultiValued) CheckLists(block, c);
        if (!column.IsIdFeature && column.Kind != ColumnKind.Dense) return;
        for (int row = 0; column.Missing == MissingRule.Reject && row < block.Rows; row++)
        {
            RecordCell cell = block.Cell(row, _sources[c]);
            if (cell.IsMissing || (cell.IsList && cell.ItemCount == 0)) _marks.Add(block, row, _sources[c], RowFault.MissingValue);
        }
    }

    private void ReadNumbers(RecordBlock block, int c, double* values)
    {
        for (int row = 0; row < block.Rows; row++)
            if (!NumberCell.TryRead(block, row, _sources[c], _marks, out values[row])) values[row] = double.NaN;
    }

    private void CheckLists(RecordBlock block, int c)
    {
        for (int row = 0; row < block.Rows; row++)
        {
            CellItems items = new(block, block.Cell(row, _sources[c]), _schema.Columns[c]);
            while (items.MoveNext()) { }
            if (items.Fault is { } fault) _marks.Add(block, row, _sources[c], fault);
        }
    }

    private void AddColumn(RecordBlock block, int c)
    {
        VocabularyBuilder? vocabulary = _vocabularies[c];
        NumberFitter? number = _numbers[c];
        for (int row = 0; (vocabulary is not null || number is not null) && row < block.Rows; row++)
        {
            if (_marks[row]) continue;
            if (number is not null && !double.IsNaN(_values[c][row])) number.Add(_values[c][row]);
            if (vocabulary is not null) AddIds(block, row, c, vocabulary);
        }
    }

    private void AddIds(RecordBlock block, int row, int c, VocabularyBuilder vocabulary)
    {
        RecordCell cell = block.Cell(row, _sources[c]);
        if (!_schema.Columns[c].IsMultiValued && !cell.IsList)
        {
            if (!cell.IsMissing) vocabulary.Add(new ReadOnlySpan<byte>(block.Text + cell.Start, cell.Length));
            return;
        }
        CellItems items = new(block, cell, _schema.Columns[c]);
        while (items.MoveNext()) vocabulary.Add(new ReadOnlySpan<byte>(items.Text, items.Length));
    }
}
