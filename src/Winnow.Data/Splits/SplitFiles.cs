namespace Winnow.Data;

/// <summary>Puts a split together from files that somebody else split.</summary>
public static class SplitFiles
{
    /// <summary>Reads a training and a test file whose users and items have the same ids.</summary>
    /// <param name="train">Path of the training file.</param>
    /// <param name="test">Path of the test file. All its pairs are judged, also those that were learnt from.</param>
    /// <param name="format">How both are written; null: rows with columns <c>user</c> and <c>item</c>.</param>
    /// <param name="options">Malformed rows, threads; repeats are kept.</param>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    /// <exception cref="ArgumentException">A column is not there; the message lists those that are.</exception>
    /// <exception cref="BadDataException">A file cannot be read, or has more malformed rows than are put up with.</exception>
    public static InteractionSplit Read(string train, string test, InteractionFormat? format = null, InteractionReadOptions? options = null)
    {
        format ??= new InteractionFormat();
        options ??= new InteractionReadOptions();
        NamedIds users = new(), items = new();
        InteractionReader reader = new(users, items, options.BadRows ?? new BadRowLog(), options.Threads);
        EventColumns learnt = reader.Read([TextOrigin.OfFile(train)], format), judged = reader.Read([TextOrigin.OfFile(test)], format);
        (IdIndex userIds, IdIndex itemIds) = (users.ToIndex(), items.ToIndex());
        Interactions training = learnt.ToInteractions(userIds, itemIds), held = judged.ToInteractions(userIds, itemIds);
        string protocol = $"as split in {Path.GetFileName(train)} and {Path.GetFileName(test)}";
        return InteractionSplit.Of(protocol, training, null, JudgedUsers.Of(training.ByUser, held, dropKnown: false)) with { TestEvents = held };
    }
}
