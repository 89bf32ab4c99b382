namespace Winnow.Serving;

/// <summary>Writes the items and users of a release.</summary>
internal static class CataloguePacking
{
    public static void Write(ReleasePaths paths, CatalogueData data, IReadOnlyList<string> attributes, int history)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(paths.ItemIds)!);
        Directory.CreateDirectory(Path.GetDirectoryName(paths.UserIds)!);
        PackedTexts.Write(paths.ItemIds, data.Items.Ids);
        PackedFeatures.Write(paths.ItemFeatures, data.Items);
        foreach ((int number, string name) in attributes.Index()) ItemAttribute.Write(paths.Attribute(number), data.Items, name);
        WritePopularity(paths.Popularity, data);
        PackedTexts.Write(paths.UserIds, data.Users.Ids);
        PackedFeatures.Write(paths.UserFeatures, data.Users);
        Histories.Write(paths.Histories, data.Log, data.Users.Ids, data.Items.Ids, history);
    }

    /// <summary>Items by the number of users that took them; of equal ones the first of the catalogue first.</summary>
    private static void WritePopularity(string path, CatalogueData data)
    {
        NumberMap items = new(data.Items.Ids, data.Log.Items);
        int[] order = new int[data.Items.Count], counts = new int[data.Items.Count];
        for (int item = 0; item < order.Length; item++)
        {
            order[item] = item;
            if (items.ToModel(item) is >= 0 and int own) counts[item] = data.Log.ByItem.RowLength(own);
        }
        Array.Sort(order, (x, y) => counts[y].CompareTo(counts[x]) is not 0 and int byCount ? byCount : x.CompareTo(y));
        PackedFile.Write(path, PackedArray.Of("items", order), PackedArray.Of("counts", Array.ConvertAll(order, item => counts[item])));
    }
}
