using System.Globalization;
using System.Text;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>What a file holds, column by column, what looks wrong, and a schema to start from.</summary>
public sealed class DataProfile
{
    private DataProfile(RecordFile file, BadRowLog badRows, long rows, IReadOnlyList<ColumnProfile> columns, int label)
    {
        (Name, Format, BadRows, Rows, Columns) = (file.Name, file.Format, badRows, rows, columns);
        Label = label < 0 ? null : columns[label].Name;
        Schema = SchemaSuggestion.Of(file.Format, columns, label);
    }

    /// <summary>Name of the file.</summary>
    public string Name { get; }

    /// <summary>How it is written.</summary>
    public FileFormat Format { get; }

    /// <summary>Number of well-formed rows.</summary>
    public long Rows { get; }

    /// <summary>The malformed rows.</summary>
    public BadRowLog BadRows { get; }

    /// <summary>The columns, in the order of the file.</summary>
    public IReadOnlyList<ColumnProfile> Columns { get; }

    /// <summary>Name of the column taken for the label; null if none looks like one.</summary>
    public string? Label { get; }

    /// <summary>A schema to start from. Columns that look wrong are ignored in it.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Profiles a file in one pass with bounded memory, whatever its size.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">Label, limits, threads.</param>
    /// <exception cref="ArgumentException">The file has no column of the label's name.</exception>
    /// <remarks>Memory: at most 65,536 counts a column, and 20,000 sampled rows. Malformed rows are counted, however many.</remarks>
    public static DataProfile Of(RecordFile file, ProfileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        options ??= new ProfileOptions();
        if (options.Label is { } name && !file.Columns.Contains(name))
            throw new ArgumentException($"'{file.Name}' has no column '{name}' to be the label.{NearestName.Hint(name, file.Columns)}", nameof(options));
        ColumnTally[] tallies = [.. file.Columns.Select(c => new ColumnTally(c))];
        RowSample sample = new(tallies.Length, new RandomStream(options.Seed, "profile"));
        BadRowLog log = new(new BadRowLimit(1, 0));
        long rows = 0;
        using BlockPipeline pipeline = new(file, options.Threads);
        while (rows < options.MostRows && pipeline.Next() is { } slot)
        {
            int count = (int)Math.Min(slot.Block.Rows, options.MostRows - rows);
            for (int row = 0; row < count; row++) Add(slot.Block, row, tallies, sample);
            slot.Block.Faults.Sort();
            slot.Block.Faults.CopyTo(log, slot.Block);
            log.AddRows(count);
            rows += count;
        }
        return Finish(file, options, tallies, sample, log, rows);
    }

    /// <summary>A table of the columns, what looks wrong, and the suggested schema.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Name}: {YamlNames.Of(Format.Kind)}, {Rows} rows, {Columns.Count} columns; {BadRows}\n\n");
        int width = Math.Max(6, Columns.Select(c => c.Name.Length).DefaultIfEmpty(0).Max());
        text.Append(CultureInfo.InvariantCulture, $"{"column".PadRight(width)}  {"type",-8}{"missing",9}{"distinct",12}{"Gini",7}  examples\n");
        foreach (ColumnProfile c in Columns)
        {
            string distinct = (c.IsDistinctExact ? "" : "≈") + c.Distinct.ToString(CultureInfo.InvariantCulture);
            string doubts = c.Suspicions.Count == 0 ? "" : $"  ← {string.Join(", ", c.Suspicions.Select(YamlNames.Of))}";
            text.Append(CultureInfo.InvariantCulture, $"{c.Name.PadRight(width)}  {YamlNames.Of(c.Type),-8}{c.MissingShare,9:P1}{distinct,12}{c.Gini,7:F2}  {string.Join(", ", c.Examples)}{doubts}\n");
        }
        return text.Append('\n').Append(Schema.ToYaml()).ToString();
    }

    private static DataProfile Finish(RecordFile file, ProfileOptions options, ColumnTally[] tallies, RowSample sample, BadRowLog log, long rows)
    {
        ColumnProfile[] columns = [.. tallies.Select(t => t.Profile())];
        int label = options.Label is { } name ? Array.FindIndex(columns, c => c.Name == name) : SchemaSuggestion.FindLabel(columns);
        for (int c = 0; label >= 0 && c < columns.Length; c++)
        {
            if (c != label && columns[c].Type != ColumnType.Empty && sample.Compare(c, label) is { } doubt)
                columns[c] = columns[c] with { Suspicions = [.. columns[c].Suspicions, doubt] };
        }
        return new DataProfile(file, log, rows, columns, label);
    }

    private static void Add(RecordBlock block, int row, ColumnTally[] tallies, RowSample sample)
    {
        (ulong Hash, double Number)[]? sampled = sample.Next();
        for (int c = 0; c < tallies.Length; c++)
        {
            (ulong Hash, double Number) value = (FeatureKey.None, double.NaN);
            if (block.IsMissing(row, c)) tallies[c].AddMissing();
            else if (block.ItemCount(row, c) >= 0) tallies[c].AddList(block, row, c);
            else
            {
                ReadOnlySpan<byte> text = block[row, c];
                value.Hash = FeatureKey.Hash(text, 0);
                tallies[c].Add(text, value.Hash, out value.Number);
            }
            if (sampled is not null) sampled[c] = value;
        }
    }
}
