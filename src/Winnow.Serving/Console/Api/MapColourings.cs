using Winnow.Data;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Chooses by which features a map may be coloured: numbers, and texts that fall into a few groups.</summary>
internal static class MapColourings
{
    private const int MostColourings = 8, MostTexts = 40;
    private const double LeastKnown = 0.5;      // share of the items that must have the feature

    public static IReadOnlyList<MapColouring> Of(FeatureValues[] items)
    {
        IEnumerable<string> names = items.SelectMany(i => i.Names).Distinct(StringComparer.Ordinal).Where(n => !ItemTitles.IsTitle(n));
        // Groups first: they make the better map.
        return [.. names.Select(n => Colouring(n, items)).OfType<MapColouring>().OrderBy(c => c.Texts is null).Take(MostColourings)];
    }

    private static MapColouring? Colouring(string name, FeatureValues[] items)
    {
        FeatureValue[] values = [.. items.Select(i => i[name])];
        FeatureValue[] known = [.. values.Where(v => !v.IsMissing)];
        if (known.Length < LeastKnown * items.Length) return null;
        return known.All(v => v.Kind == FeatureKind.Number) ? Numbers(name, values) : Groups(name, values);
    }

    private static MapColouring? Numbers(string name, FeatureValue[] values)
    {
        double?[] numbers = [.. values.Select(v => v.TryNumber(out double number) && double.IsFinite(number) ? number : (double?)null)];
        return numbers.OfType<double>().Distinct().Take(2).Count() < 2 ? null : new MapColouring(name, null, null, numbers);
    }

    private static MapColouring? Groups(string name, FeatureValue[] values)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (FeatureValue value in values)
            foreach (string text in value.Texts) counts[text] = counts.GetValueOrDefault(text) + 1;
        if (counts.Count is < 2 or > MostTexts) return null;
        string[] texts = [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key)];
        IdIndex numbers = new(texts);
        return new MapColouring(name, texts, [.. values.Select(v => v.Texts.Select(t => numbers.TryFind(t, out int i) ? i : -1).ToArray())], null);
    }
}
