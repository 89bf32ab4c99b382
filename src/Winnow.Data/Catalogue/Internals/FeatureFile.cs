using System.Text;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>The content of the items of a data set, one item a line, in the order of their numbers.</summary>
internal static class FeatureFile
{
    public const string Part = "itemFeatures";

    /// <summary>Reads items × features.</summary>
    /// <exception cref="BadDataException">The file is malformed, or has not one line an item.</exception>
    public static CsrMatrix Read(Dataset dataset, DatasetStore store)
    {
        InteractionSet set = dataset.Interactions!;
        TextOrigin origin = store.Origins(dataset, Part)[0];
        List<int> itemOf = [], featureOf = [];
        List<float> values = [];
        int lines = set.ItemFeatures == FeatureLayout.TrailingFlags
            ? ReadFlags(origin, set.FeatureCount, itemOf, featureOf)
            : ReadWeights(origin, set.FeatureCount, itemOf, featureOf, values);
        if (lines != set.Items) throw new BadDataException($"'{origin.Name}' has {lines} lines for {set.Items} items; it needs one each.");
        if (set.ItemFeatures == FeatureLayout.CountedWeightsOfLargest) DivideByLargest(featureOf, values, set.FeatureCount);
        return CsrMatrix.FromEntries(set.Items, set.FeatureCount, [.. itemOf], [.. featureOf], values.ToArray());
    }

    private static int ReadWeights(TextOrigin origin, int features, List<int> itemOf, List<int> featureOf, List<float> values)
    {
        BadRowLog log = new(BadRowLimit.None);
        NumberedIds ids = new(0, features);
        int lines = 0;
        using BlockPipeline pipeline = new(new ListFile([origin], new ListSyntax(hasHead: true, counted: true, weighted: true)), threads: 1);
        while (pipeline.Next() is { } slot)
        {
            RecordBlock block = slot.Block;
            for (int row = 0; row < block.Rows; row++, lines++)
            {
                for (int i = 0; i < block.ItemCount(row, ListSyntax.Items); i++)
                {
                    int feature = ids.IndexOf(block.ItemText(row, ListSyntax.Items, i));
                    if (feature < 0) throw new BadDataException($"Line {block.Line(row)} of '{origin.Name}' has a feature that is not a number below {features}.");
                    itemOf.Add((int)block.Line(row) - 1);
                    featureOf.Add(feature);
                    values.Add(block.ItemWeight(row, ListSyntax.Items, i));
                }
            }
            block.Faults.CopyTo(log, block);
            log.Check(atEnd: true);
        }
        return lines;
    }

    private static void DivideByLargest(List<int> featureOf, List<float> values, int features)
    {
        float[] largest = new float[features];
        for (int i = 0; i < values.Count; i++) largest[featureOf[i]] = Math.Max(largest[featureOf[i]], values[i]);
        for (int i = 0; i < values.Count; i++) values[i] /= largest[featureOf[i]];
    }

    /// <summary>Only the flags are read, so the encoding of the texts before them does not matter.</summary>
    private static int ReadFlags(TextOrigin origin, int features, List<int> itemOf, List<int> featureOf)
    {
        int lines = 0;
        using StreamReader text = new(origin.OpenText(0), Encoding.Latin1);
        for (; text.ReadLine() is { } line; lines++)
        {
            string[] fields = line.Split('|');
            if (fields.Length <= features) throw new BadDataException($"Line {lines + 1} of '{origin.Name}' has {fields.Length} fields; more than {features} were expected.");
            for (int f = 0; f < features; f++)
            {
                string flag = fields[^(features - f)];
                if (flag is not ("0" or "1")) throw new BadDataException($"Line {lines + 1} of '{origin.Name}' has a flag that is neither 0 nor 1.");
                if (flag == "0") continue;
                itemOf.Add(lines);
                featureOf.Add(f);
            }
        }
        return lines;
    }
}
