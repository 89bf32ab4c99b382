using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Writes the folder of a split. What can be derived on loading is not written.</summary>
/// <remarks><list type="bullet">
/// <item><c>users.tsv.gz</c>, <c>items.tsv.gz</c>: the ids in the order of their indices; absent where an id is its index.</item>
/// <item><c>train.tsv.gz</c>: the events: user, item, value, time.</item>
/// <item><c>test.tsv.gz</c>, <c>validation.tsv.gz</c>: the events held out.</item>
/// <item><c>….history.tsv.gz</c>: what is known of the judged users, where it is not all that comes before.</item>
/// <item><c>….relevant.tsv.gz</c>: the pairs judged, where they are not those events whose pair is not in the history.</item>
/// <item><c>….negatives.tsv.gz</c>: the negatives, where there are any.</item>
/// <item><c>item-features.tsv.gz</c>, <c>user-features.tsv.gz</c>: content: row, feature, value.</item>
/// </list></remarks>
internal static class SplitFolder
{
    public const string Users = "users", Items = "items", Train = "train", Test = "test", Validation = "validation",
        ItemFeatures = "item-features", UserFeatures = "user-features", Extension = ".tsv.gz";

    private const string Partial = ".partial", Old = ".old";

    public static void Write(InteractionSplit split, string directory)
    {
        if (Directory.Exists(directory) && !File.Exists(Path.Combine(directory, SplitManifest.FileName)) && Directory.EnumerateFileSystemEntries(directory).Any())
            throw new IOException($"'{directory}' holds something that is no split. Name a new folder.");
        string partial = directory + Partial;
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        try
        {
            Directory.CreateDirectory(partial);
            new Writer(split, partial).Write();
            Replace(directory, partial);
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        }
    }

    private static void Replace(string directory, string partial)
    {
        if (Directory.Exists(directory + Old)) Directory.Delete(directory + Old, recursive: true);
        bool replaces = Directory.Exists(directory);
        if (replaces) Directory.Move(directory, directory + Old);
        Directory.Move(partial, directory);
        if (replaces) Directory.Delete(directory + Old, recursive: true);
    }

    private sealed class Writer(InteractionSplit split, string directory)
    {
        private readonly SortedDictionary<string, long> _numbers = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

        public void Write()
        {
            WriteIds(Users, split.Train.Users);
            WriteIds(Items, split.Train.Items);
            WriteEvents(Train, split.Train);
            CsrMatrix before = split.Train.ByUser;
            if (split.Validation is { } validation)
            {
                WritePart(Validation, validation, split.ValidationEvents, before);
                if (split.ValidationEvents is { } events) before = EventSubset.Concatenated(split.Train, events).ByUser;
            }
            WritePart(Test, split.Test, split.TestEvents, before);
            if (split.Train.ItemFeatures is { } itemFeatures) WriteFeatures(ItemFeatures, itemFeatures);
            if (split.Train.UserFeatures is { } userFeatures) WriteFeatures(UserFeatures, userFeatures);
            new SplitManifest { Protocol = split.Protocol, Fingerprint = split.Fingerprint, Numbers = _numbers, Files = _files }.Write(directory);
        }

        private void WritePart(string name, HeldOut part, Interactions? events, CsrMatrix before)
        {
            _numbers[$"{name}.trained"] = part.Trained ? 1 : 0;
            _numbers[$"{name}.usersWithoutRelevant"] = part.UsersWithoutRelevant;
            _numbers[$"{name}.knownPairs"] = part.KnownPairs;
            _numbers[$"{name}.judgedUsers"] = part.Users.Count;
            int[] users = [.. part.Users];
            if (events is not null) WriteEvents(name, events);
            bool derived = part.Trained && MatrixRows.Same(MatrixRows.Of(before, users), part.Histories);
            if (!derived) WritePairs($"{name}.history", part, part.Histories);
            if (events is null || !IsNew(part, events, users)) WritePairs($"{name}.relevant", part, part.Relevant);
            if (part.Negatives is { } negatives) WritePairs($"{name}.negatives", part, negatives);
        }

        /// <summary>Whether the judged users and pairs follow from the events and the histories.</summary>
        private static bool IsNew(HeldOut part, Interactions events, int[] users)
        {
            CsrMatrix fresh = MatrixRows.Without(events.ByUser, MatrixRows.Spread(part.Histories, users, events.Users.Count));
            return Enumerable.Range(0, fresh.Rows).Count(u => fresh.RowLength(u) > 0) == users.Length && MatrixRows.Same(MatrixRows.Of(fresh, users), part.Relevant);
        }

        private void WriteIds(string name, IdIndex ids)
        {
            _numbers[name] = ids.Count;
            if (ids.IsNumbered) return;
            Write(name, [name], ids.Count, (tsv, i) => tsv.Field(Id(ids, i)));
        }

        private void WriteEvents(string name, Interactions log)
        {
            _numbers[$"{name}.events"] = log.Count;
            _numbers[$"{name}.values"] = log.Values.IsEmpty ? 0 : 1;
            _numbers[$"{name}.times"] = log.Times.IsEmpty ? 0 : 1;
            Write(name, ["user", "item", .. log.Values.IsEmpty ? [] : (string[])["value"], .. log.Times.IsEmpty ? [] : (string[])["time"]], log.Count, (tsv, e) =>
            {
                tsv.Field(Id(log.Users, log.UserOf[e]));
                tsv.Field(Id(log.Items, log.ItemOf[e]));
                if (!log.Values.IsEmpty) tsv.Field(log.Values[e]);
                if (!log.Times.IsEmpty) tsv.Field(log.Times[e]);
            });
        }

        private void WritePairs(string name, HeldOut part, CsrMatrix pairs)
        {
            int[] userOf = new int[pairs.Entries];
            for (int row = 0; row < pairs.Rows; row++)
                userOf.AsSpan(pairs.Starts[row], pairs.RowLength(row)).Fill(part.Users[row]);
            WriteEvents(name, new Interactions(split.Train.Users, split.Train.Items, userOf, pairs.Columns.ToArray(), pairs.IsBinary ? null : pairs.Values.ToArray()));
        }

        private void WriteFeatures(string name, CsrMatrix features)
        {
            _numbers[$"{name}.count"] = features.Cols;
            _numbers[$"{name}.values"] = features.IsBinary ? 0 : 1;
            int row = 0;
            Write(name, ["row", "feature", "value"], features.Entries, (tsv, at) =>
            {
                while (features.Starts[row + 1] <= at) row++;
                tsv.Field(row);
                tsv.Field(features.Columns[at]);
                tsv.Field(features.IsBinary ? 1 : features.Values[at]);
            });
        }

        private void Write(string name, IEnumerable<string> header, int rows, Action<TsvWriter, int> write)
        {
            string file = name + Extension, path = Path.Combine(directory, file);
            using (TsvWriter tsv = new(path, header))
            {
                for (int row = 0; row < rows; row++)
                {
                    write(tsv, row);
                    tsv.EndRow();
                }
            }
            _files[file] = SplitManifest.Sha256(path);
        }

        private static string Id(IdIndex ids, int index) => ids[index] is { Length: > 0 } id ? id
            : throw new ArgumentException($"The id of number {index} is empty; a split with such an id cannot be saved. Name it in the log.");
    }
}
