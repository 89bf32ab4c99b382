using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Reads parts of the data sets of interactions.</summary>
internal static class CatalogueLogs
{
    /// <summary>One part, with the numbering of the data set; no malformed row is put up with.</summary>
    /// <exception cref="BadDataException">A file is malformed, or the counts differ from those of the catalogue.</exception>
    public static Interactions Read(Dataset dataset, InteractionPart part, DatasetStore store, CsrMatrix? itemFeatures, out InteractionReadReport report)
    {
        InteractionSet set = dataset.Interactions!;
        BadRowLog log = new(BadRowLimit.None);
        IIdNumbering users = Numbering(set.FirstId, set.Users), items = Numbering(set.FirstId, set.Items);
        InteractionReader reader = new(users, items, log, Environment.ProcessorCount);
        Interactions read = reader.Read(store.Origins(dataset, part.Name), part.Format).ToInteractions(users.ToIndex(), items.ToIndex(), itemFeatures);
        report = new InteractionReadReport(log.Rows, read.Count, reader.Missing, 0, log);
        if (read.Count != part.Events || read.Users.Count != set.Users || read.Items.Count != set.Items)
        {
            throw new BadDataException($"Part '{part.Name}' of '{dataset.Name}' has {read.Count} interactions of {read.Users.Count} users and {read.Items.Count} items; "
                + $"published are {part.Events} of {set.Users} and {set.Items}. The entry of the catalogue does not fit the file.");
        }
        return read;
    }

    private static IIdNumbering Numbering(int? first, int count) => first is { } from ? new NumberedIds(from, count) : new NamedIds();
}
