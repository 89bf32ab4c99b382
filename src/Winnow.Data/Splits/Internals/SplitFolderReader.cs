using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Reads the folder of a split back.</summary>
internal sealed class SplitFolderReader
{
    private static readonly FileFormat s_tsv = new() { Kind = FileKind.Tsv };

    private readonly string _directory;
    private readonly SplitManifest _manifest;
    private readonly IIdNumbering _users, _items;

    private SplitFolderReader(string directory)
    {
        _directory = directory;
        _manifest = SplitManifest.Read(directory);
        foreach ((string file, string sha256) in _manifest.Files) Verify(Path.Combine(directory, file), sha256);
        _users = Ids(SplitFolder.Users);
        _items = Ids(SplitFolder.Items);
    }

    public static InteractionSplit Read(string directory)
    {
        try
        {
            SplitFolderReader reader = new(directory);
            InteractionSplit split = reader.Read();
            if (split.Fingerprint == reader._manifest.Fingerprint) return split;
            throw new InvalidSplitException($"The split in '{directory}' has the fingerprint {split.Fingerprint}; {reader._manifest.Fingerprint} was written. Restore it from a copy.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new InvalidSplitException($"The files in '{directory}' have right checksums but do not fit together: {e.Message} They were written by another program; cut the split anew.", e);
        }
    }

    private InteractionSplit Read()
    {
        CsrMatrix? itemFeatures = Features(SplitFolder.ItemFeatures, _manifest[SplitFolder.Items]);
        CsrMatrix? userFeatures = Features(SplitFolder.UserFeatures, _manifest[SplitFolder.Users]);
        IdIndex users = _users.ToIndex(), items = _items.ToIndex();
        Interactions train = WithFeatures(Events(SplitFolder.Train, users, items)!, itemFeatures, userFeatures);
        Interactions? tuning = Events(SplitFolder.Validation, users, items), test = Events(SplitFolder.Test, users, items);
        CsrMatrix before = train.ByUser;
        HeldOut? validation = _manifest.Numbers.ContainsKey($"{SplitFolder.Validation}.trained") ? Part(SplitFolder.Validation, tuning, before) : null;
        if (validation is not null && tuning is not null) before = EventSubset.Concatenated(train, tuning).ByUser;
        HeldOut judged = Part(SplitFolder.Test, test, before);
        return InteractionSplit.Of(_manifest.Protocol, train, validation, judged) with { ValidationEvents = tuning, TestEvents = test };
    }

    private HeldOut Part(string name, Interactions? events, CsrMatrix before)
    {
        CsrMatrix histories = Pairs($"{name}.history") ?? before;
        CsrMatrix relevant = Pairs($"{name}.relevant") ?? MatrixRows.Without(events!.ByUser, histories);
        int[] users = [.. Enumerable.Range(0, relevant.Rows).Where(u => relevant.RowLength(u) > 0)];
        CsrMatrix? negatives = Pairs($"{name}.negatives");
        return new HeldOut(
            users, MatrixRows.Of(histories, users), MatrixRows.Of(relevant, users), negatives is null ? null : MatrixRows.Of(negatives, users),
            _manifest[$"{name}.trained"] == 1)
        {
            UsersWithoutRelevant = _manifest[$"{name}.usersWithoutRelevant"],
            KnownPairs = _manifest[$"{name}.knownPairs"],
        };
    }

    private CsrMatrix? Pairs(string name) => Events(name, _users.ToIndex(), _items.ToIndex())?.ByUser;

    private Interactions? Events(string name, IdIndex users, IdIndex items)
    {
        if (!Has(name)) return null;
        InteractionFormat format = new()
        {
            File = s_tsv,
            Value = _manifest[$"{name}.values"] == 1 ? "value" : null,
            Time = _manifest[$"{name}.times"] == 1 ? "time" : null,
        };
        InteractionReader reader = new(_users, _items, new BadRowLog(BadRowLimit.None), Environment.ProcessorCount);
        return reader.Read([Origin(name)], format).ToInteractions(users, items);
    }

    private CsrMatrix? Features(string name, int rows)
    {
        if (!Has(name)) return null;
        int count = _manifest[$"{name}.count"];
        InteractionReader reader = new(new NumberedIds(0, rows), new NumberedIds(0, count), new BadRowLog(BadRowLimit.None), Environment.ProcessorCount);
        InteractionFormat format = new() { File = s_tsv, User = "row", Item = "feature", Value = _manifest[$"{name}.values"] == 1 ? "value" : null };
        return reader.Read([Origin(name)], format).ToInteractions(IdIndex.Numbered(rows), IdIndex.Numbered(count)).ByUser;
    }

    private IIdNumbering Ids(string name)
    {
        int count = _manifest[name];
        if (!Has(name)) return new NumberedIds(0, count);
        NamedIds ids = new();
        InteractionReader reader = new(ids, new NamedIds(), new BadRowLog(BadRowLimit.None), threads: 1);
        reader.Read([Origin(name)], new InteractionFormat { File = s_tsv, User = name, Item = name });
        IdIndex index = ids.ToIndex();
        if (index.Count != count) throw new InvalidSplitException($"'{Origin(name).Name}' has {index.Count} ids; {count} were written. Restore it from a copy.");
        return new KnownIds(index);
    }

    private bool Has(string name) => _manifest.Files.ContainsKey(name + SplitFolder.Extension);

    private TextOrigin Origin(string name) => TextOrigin.OfFile(Path.Combine(_directory, name + SplitFolder.Extension));

    private static Interactions WithFeatures(Interactions log, CsrMatrix? items, CsrMatrix? users) => items is null && users is null ? log
        : new Interactions(log.Users, log.Items, log.UserOf.ToArray(), log.ItemOf.ToArray(), log.Values.IsEmpty ? null : log.Values.ToArray(), log.Times.IsEmpty ? null : log.Times.ToArray())
        {
            ItemFeatures = items, UserFeatures = users,
        };

    private static void Verify(string path, string sha256)
    {
        if (!File.Exists(path)) throw new InvalidSplitException($"'{path}' is missing, though {SplitManifest.FileName} lists it. Restore the folder from a copy.");
        string found = SplitManifest.Sha256(path);
        if (found != sha256) throw new InvalidSplitException($"'{path}' was changed: its SHA-256 is {found}, {sha256} was written. Restore the folder from a copy.");
    }
}
