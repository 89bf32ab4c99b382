using System.Globalization;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Features of entities as the sparse matrix that content models learn from: <see cref="Interactions.ItemFeatures"/>, <see cref="Interactions.UserFeatures"/>.</summary>
public static class EntityMatrix
{
    private const int Bins = 10;

    /// <summary>One row an entity; one column for each value a feature has: a text, each text of a list, or the tenth that a number lies in.</summary>
    /// <param name="entities">Their features.</param>
    /// <param name="ids">The entities in the order of the rows; one without features has an empty row.</param>
    /// <param name="names">Which features.</param>
    /// <returns>[ids, values that occur], all entries 1; columns in the order of first appearance, feature by feature.</returns>
    /// <exception cref="ArgumentException">A feature is not there; the message lists those that are.</exception>
    /// <remarks>Tenths are cut so that each holds about as many of the entities in <paramref name="ids"/>; equal numbers lie in the same.</remarks>
    public static CsrMatrix Of(EntityFeatures entities, IdIndex ids, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(names);
        List<int> rows = [], columns = [];
        Dictionary<string, int> columnOf = new(StringComparer.Ordinal);
        int[] entityOf = EntityOf(entities, ids);
        foreach (string name in names)
        {
            if (!entities.Names.Contains(name))
                throw new ArgumentException($"There is no feature '{name}'. There are: {string.Join(", ", entities.Names)}.", nameof(names));
            double[] cuts = Cuts(entities, entityOf, name);
            for (int row = 0; row < entityOf.Length; row++)
            {
                if (entityOf[row] < 0) continue;
                foreach (string text in Texts(entities[entityOf[row]][name], cuts))
                {
                    string key = $"{name}={text}";
                    if (!columnOf.TryGetValue(key, out int column)) columnOf.Add(key, column = columnOf.Count);
                    rows.Add(row);
                    columns.Add(column);
                }
            }
        }
        return CsrMatrix.FromEntries(ids.Count, columnOf.Count, [.. rows], [.. columns]);
    }

    private static int[] EntityOf(EntityFeatures entities, IdIndex ids)
    {
        Dictionary<string, int> byId = new(entities.Count, StringComparer.Ordinal);
        for (int i = 0; i < entities.Count; i++) byId.Add(entities.Ids[i], i);
        int[] entityOf = new int[ids.Count];
        for (int row = 0; row < entityOf.Length; row++) entityOf[row] = byId.TryGetValue(ids[row], out int entity) ? entity : -1;
        return entityOf;
    }

    private static IEnumerable<string> Texts(FeatureValue value, double[] cuts)
    {
        if (value.Kind != FeatureKind.Number || !value.TryNumber(out double number)) return value.Texts;
        int bin = Array.BinarySearch(cuts, number);
        return [(bin < 0 ? ~bin : bin).ToString(CultureInfo.InvariantCulture)];
    }

    /// <summary>The largest number of each tenth but the last, ascending, none twice.</summary>
    private static double[] Cuts(EntityFeatures entities, int[] entityOf, string name)
    {
        List<double> numbers = [];
        foreach (int entity in entityOf)
            if (entity >= 0 && entities[entity][name] is { Kind: FeatureKind.Number } value && value.TryNumber(out double number)) numbers.Add(number);
        numbers.Sort();
        return numbers.Count == 0 ? [] : [.. Enumerable.Range(1, Bins - 1).Select(bin => numbers[bin * (numbers.Count - 1) / Bins]).Distinct()];
    }
}
