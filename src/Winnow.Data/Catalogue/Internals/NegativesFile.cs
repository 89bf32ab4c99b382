using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Published negatives, one line a test event: <c>(user,item) negative negative …</c>.</summary>
internal static class NegativesFile
{
    public const string Part = "negatives";

    /// <summary>Reads the negatives and checks that they belong to the test part, and that each user has as many as published.</summary>
    /// <returns>Users × items.</returns>
    public static CsrMatrix Read(Dataset dataset, DatasetStore store, Interactions test)
    {
        InteractionSet set = dataset.Interactions!;
        NumberedIds users = new(set.FirstId ?? 0, set.Users), items = new(set.FirstId ?? 0, set.Items);
        TextOrigin[] origins = store.Origins(dataset, Part);
        List<int> userOf = [], itemOf = [];
        BadRowLog log = new(BadRowLimit.None);
        using BlockPipeline pipeline = new(new ListFile(origins, new ListSyntax(hasHead: true, counted: false, pairHeads: true)), threads: 1);
        while (pipeline.Next() is { } slot)
        {
            RecordBlock block = slot.Block;
            block.Faults.CopyTo(log, block);
            log.Check(atEnd: true);
            for (int row = 0; row < block.Rows; row++)
            {
                int user = users.IndexOf(block[row, ListSyntax.Head]), count = block.ItemCount(row, ListSyntax.Items) - 1;
                int positive = count < 0 ? -1 : items.IndexOf(block.ItemText(row, ListSyntax.Items, 0));
                if (user < 0 || positive < 0 || test.ByUser.Row(user).BinarySearch(positive) < 0)
                    throw Broken(block, row, "is not headed by (user,item) of an event of the test part");
                if (count != set.NegativesPerUser) throw Broken(block, row, $"has {count} negatives, published are {set.NegativesPerUser}");
                for (int i = 1; i <= count; i++)
                {
                    int item = items.IndexOf(block.ItemText(row, ListSyntax.Items, i));
                    if (item < 0) throw Broken(block, row, "has a negative that is not among the items");
                    userOf.Add(user);
                    itemOf.Add(item);
                }
            }
        }
        return CsrMatrix.FromEntries(set.Users, set.Items, [.. userOf], [.. itemOf]);
    }

    private static BadDataException Broken(RecordBlock block, int row, string what) =>
        new($"Line {block.Line(row)} of '{block.File}' {what}. Get the file again, or mend it.");
}
