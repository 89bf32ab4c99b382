using System.Globalization;

namespace Winnow.Data;

/// <summary>Makes entities of the lines of a published file.</summary>
/// <param name="file">Name of the file, for messages.</param>
/// <param name="layout">What its columns are.</param>
internal sealed class EntityReader(string file, EntityLayout layout)
{
    private const string YearName = "year";

    private readonly List<string> _ids = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<CollectedCells> _collected = [];

    /// <summary>Reads all lines.</summary>
    /// <param name="lines">Cells of each line with its number.</param>
    /// <exception cref="BadDataException">A line has no id, or one that appeared before and is not to be collected.</exception>
    public EntityFeatures Read(IEnumerable<(long Line, string[] Cells)> lines)
    {
        int idCell = layout.Columns.TakeWhile(c => c.Kind != EntityColumnKind.Id).Sum(c => c.Width);
        foreach ((long line, string[] cells) in lines)
        {
            string id = cells[idCell];
            if (id.Length == 0 && layout.Collected) continue;
            if (id.Length == 0) throw new BadDataException($"Line {line} of '{file}' has no id.");
            if (_numbers.TryAdd(id, _ids.Count))
            {
                _ids.Add(id);
                _collected.Add(new CollectedCells(cells.Length));
            }
            else if (!layout.Collected) throw new BadDataException($"Line {line} of '{file}' has an id that appeared before.");
            _collected[_numbers[id]].Add(cells);
        }
        return new EntityFeatures(new IdIndex(_ids), [.. _collected.Select(FeaturesOf)]);
    }

    private FeatureValues FeaturesOf(CollectedCells cells)
    {
        List<KeyValuePair<string, FeatureValue>> values = [];
        int cell = 0;
        foreach (EntityColumn column in layout.Columns)
        {
            switch (column.Kind)
            {
                case EntityColumnKind.Text: AddText(column, cells.MostFrequent(cell)); break;
                case EntityColumnKind.Number: Add(column.Name, FeatureValue.Number(cells.Median(cell))); break;
                case EntityColumnKind.List: Add(column.Name, ListOf(cells.MostFrequent(cell))); break;
                case EntityColumnKind.TitleAndYear: AddTitle(column.Name, cells.MostFrequent(cell)); break;
                case EntityColumnKind.Flags: Add(column.Name, FlagsOf(column, cells, cell)); break;
                default: break;
            }
            cell += column.Width;
        }
        return new FeatureValues(values);

        void Add(string name, FeatureValue value) => values.Add(new(name, value));

        void AddText(EntityColumn column, string text)
        {
            Add(column.Name, FeatureValue.Text(column.Prefix > 0 && text.Length > column.Prefix ? text[..column.Prefix] : text));
            if (column.Words is { } words) Add(words, FeatureValue.List(WordsOf(text)));
        }

        void AddTitle(string name, string text)
        {
            bool dated = YearOf(text, out int year);
            Add(name, FeatureValue.Text(dated ? text[..text.LastIndexOf('(')].TrimEnd() : text));
            if (dated) Add(YearName, FeatureValue.Number(year));
        }
    }

    /// <summary>Reads the year of <c>Title (1995)</c>.</summary>
    private static bool YearOf(string text, out int year)
    {
        year = 0;
        string end = text.TrimEnd();
        return end.Length > 6 && end[^1] == ')' && end[^6] == '(' && int.TryParse(end.AsSpan(end.Length - 5, 4), NumberStyles.None, CultureInfo.InvariantCulture, out year);
    }

    private static FeatureValue ListOf(string text) => FeatureValue.List(text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private FeatureValue FlagsOf(EntityColumn column, CollectedCells cells, int first)
    {
        List<string> set = [];
        for (int i = 0; i < column.Flags.Count; i++)
        {
            string flag = cells.MostFrequent(first + i);
            if (flag is not ("0" or "1")) throw new BadDataException($"'{file}' has '{flag}' as a flag of column '{column.Name}'; expected 0 or 1.");
            if (flag == "1") set.Add(column.Flags[i]);
        }
        return FeatureValue.List(set);
    }

    /// <summary>The different words of at least two letters or digits, in lower case, in order.</summary>
    private static string[] WordsOf(string text)
    {
        List<string> words = [];
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i])) continue;
            if (i - start >= 2 && text[start..i].ToLowerInvariant() is var word && !words.Contains(word)) words.Add(word);
            start = i + 1;
        }
        return [.. words];
    }
}
