using System.Globalization;

namespace Winnow.Data;

/// <summary>What the lines of one entity have in each of their cells, with how often; in order of first appearance.</summary>
internal sealed class CollectedCells(int cells)
{
    private readonly Dictionary<string, int>?[] _counts = new Dictionary<string, int>?[cells];
    private string[]? _only;

    public void Add(string[] line)
    {
        if (_only is null && _counts[0] is null)
        {
            _only = line;       // most entities have one line: nothing is counted before the second comes
            return;
        }
        if (_only is { } first)
        {
            _only = null;
            Count(first);
        }
        Count(line);
    }

    /// <summary>The text that comes most often, the first of several; empty if there is none.</summary>
    public string MostFrequent(int cell)
    {
        if (_only is not null) return _only[cell];
        (string best, int most) = ("", 0);
        foreach ((string text, int count) in _counts[cell]!)
            if (text.Length > 0 && count > most) (best, most) = (text, count);
        return best;
    }

    /// <summary>The median of the numbers, the lower one of two; NaN if there is none.</summary>
    public double Median(int cell)
    {
        List<(double Number, int Count)> numbers = [];
        IEnumerable<KeyValuePair<string, int>> texts = _only is null ? _counts[cell]! : [new(_only[cell], 1)];
        foreach ((string text, int count) in texts)
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) numbers.Add((number, count));
        numbers.Sort();
        long half = (numbers.Sum(n => (long)n.Count) + 1) / 2;
        foreach ((double number, int count) in numbers)
            if ((half -= count) <= 0) return number;
        return double.NaN;
    }

    private void Count(string[] line)
    {
        for (int cell = 0; cell < line.Length; cell++)
        {
            Dictionary<string, int> counts = _counts[cell] ??= new Dictionary<string, int>(StringComparer.Ordinal);
            counts[line[cell]] = counts.GetValueOrDefault(line[cell]) + 1;
        }
    }
}
