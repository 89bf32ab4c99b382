using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Published negatives, one line a test event: <c>(user,item) negative negative …</c>.</summary>
internal sealed class NegativesFile
{
    public const string Part = "negatives";

    private readonly InteractionSet _set;
    private readonly Interactions _test;
    private readonly NumberedIds _users, _items;
    private readonly List<int> _userOf = [], _itemOf = [];

    private NegativesFile(InteractionSet set, Interactions test)
    {
        (_set, _test) = (set, test);
        (_users, _items) = (new NumberedIds(set.FirstId ?? 0, set.Users), new NumberedIds(set.FirstId ?? 0, set.Items));
    }

    /// <summary>Reads the negatives and checks that they belong to the test part, and that each user has as many as published.</summary>
    /// <returns>Users × items.</returns>
    /// <exception cref="BadDataException">A line is malformed or does not belong to the test part.</exception>
    public static CsrMatrix Read(Dataset dataset, DatasetStore store, Interactions test)
    {
        NegativesFile file = new(dataset.Interactions!, test);
        BadRowLog log = new(BadRowLimit.None);
        ListFile lines = new(store.Origins(dataset, Part), new ListSyntax(hasHead: true, counted: false, pairHeads: true));
        using BlockPipeline pipeline = new(lines, threads: 1);
        while (pipeline.Next() is { } slot)
        {
            slot.Block.Faults.CopyTo(log, slot.Block);
            log.Check(atEnd: true);
            for (int row = 0; row < slot.Block.Rows; row++) file.AddLine(slot.Block, row);
        }
        return CsrMatrix.FromEntries(file._set.Users, file._set.Items, [.. file._userOf], [.. file._itemOf]);
    }

    private void AddLine(RecordBlock block, int row)
    {
        int user = _users.IndexOf(block[row, ListSyntax.Head]), count = block.ItemCount(row, ListSyntax.Items) - 1;
        int positive = count < 0 ? -1 : _items.IndexOf(block.ItemText(row, ListSyntax.Items, 0));
        if (user < 0 || positive < 0 || _test.ByUser.Row(user).BinarySearch(positive) < 0)
            throw Broken(block, row, "is not headed by (user,item) of an event of the test part");
        if (count != _set.NegativesPerUser) throw Broken(block, row, $"has {count} negatives, published are {_set.NegativesPerUser}");
        for (int i = 1; i <= count; i++)
        {
            int item = _items.IndexOf(block.ItemText(row, ListSyntax.Items, i));
            if (item < 0) throw Broken(block, row, "has a negative that is not among the items");
            _userOf.Add(user);
            _itemOf.Add(item);
        }
    }

    private static BadDataException Broken(RecordBlock block, int row, string what) =>
        new($"Line {block.Line(row)} of '{block.File}' {what}. Get the file again, or mend it.");
}
