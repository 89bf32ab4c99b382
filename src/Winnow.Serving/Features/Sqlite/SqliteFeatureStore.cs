using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Winnow.Data;
using Winnow.Serving.Sqlite;

namespace Winnow.Serving;

/// <summary>Keeps users and items in one SQLite file. One process at a time writes it; it survives the end of the process at any moment.</summary>
public sealed class SqliteFeatureStore : IFeatureStore
{
    private const int PageOfItems = 1_000;

    private readonly int _historyLimit;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="historyLimit">Items kept of each history, at least 1.</param>
    /// <exception cref="FeatureStoreException">It cannot be opened, or has another version.</exception>
    public SqliteFeatureStore(string path, int historyLimit = FeatureStoreOptions.DefaultHistoryLimit)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SqliteConnection connection = SqliteSchema.Open(path);
        try
        {
            SqliteSchema.Ensure(connection, path);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        (_historyLimit, _readers, _writer) = (historyLimit, new SqliteReaders(path), new SqliteWriter(connection));
    }

    /// <inheritdoc/>
    public ValueTask<StoredUser?> FindUserAsync(string user, CancellationToken cancel = default) => new(_readers.Read(
        SqliteRows.SelectUser, p => p.AddWithValue("$id", user), rows => rows.Read() ? StoredText.User(rows.GetString(0), rows.GetString(1)) : null));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FindUsersAsync(string prefix, int most, CancellationToken cancel = default) => new(_readers.Read<IReadOnlyList<string>>(
        "SELECT id FROM users WHERE id >= $from AND id < $to ORDER BY id LIMIT $most",
        p =>
        {
            p.AddWithValue("$from", prefix);
            p.AddWithValue("$to", prefix + StoreRange.End);
            p.AddWithValue("$most", most);
        },
        rows =>
        {
            List<string> ids = [];
            while (rows.Read()) ids.Add(rows.GetString(0));
            return ids;
        }));

    /// <inheritdoc/>
    public ValueTask<StoredUser> UpdateUserAsync(string user, FeatureChanges changes, CancellationToken cancel = default) => new(_writer.WriteAsync(connection =>
    {
        StoredUser after = (SqliteRows.FindUser(connection, user) ?? StoredUser.Empty).With(changes);
        SqliteRows.PutUser(connection, user, after);
        return after;
    }));

    /// <inheritdoc/>
    public ValueTask<FeatureValues> UpdateItemAsync(string item, FeatureValues changes, CancellationToken cancel = default) => new(_writer.WriteAsync(connection =>
    {
        FeatureValues after = (SqliteRows.FindItem(connection, item) ?? FeatureValues.Empty).With(changes);
        SqliteRows.PutItem(connection, item, after);
        return after;
    }));

    /// <inheritdoc/>
    public ValueTask<FeatureValues?> FindItemAsync(string item, CancellationToken cancel = default) => new(_readers.Read(
        SqliteRows.SelectItem, p => p.AddWithValue("$id", item), rows => rows.Read() ? StoredText.Features(rows.GetString(0)) : null));

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, FeatureValues>> ChangedItemsAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        string after = "";
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            List<KeyValuePair<string, FeatureValues>> page = await Task.Run(() => ItemsAfter(after), cancel);
            foreach (KeyValuePair<string, FeatureValues> item in page) yield return item;
            if (page.Count < PageOfItems) yield break;
            after = page[^1].Key;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> AppendAsync(HistoryBatch batch, CancellationToken cancel = default) => new(_writer.WriteAsync(connection =>
    {
        if (SqliteRows.Position(connection, batch.Log) != batch.Start) return false;
        foreach (HistoryEvent e in batch.Events)
            SqliteRows.PutUser(connection, e.User, (SqliteRows.FindUser(connection, e.User) ?? StoredUser.Empty).With(e.Entry, _historyLimit));
        SqliteRows.PutPosition(connection, batch.Log, batch.End);
        return true;
    }));

    /// <inheritdoc/>
    public ValueTask<long> PositionAsync(string log, CancellationToken cancel = default) => new(_readers.Read(
        SqliteRows.SelectPosition, p => p.AddWithValue("$id", log), rows => rows.Read() ? rows.GetInt64(0) : 0));

    /// <inheritdoc/>
    public ValueTask<long> FillAsync(IEnumerable<KeyValuePair<string, StoredUser>> users, CancellationToken cancel = default) => new(_writer.WriteAsync(connection =>
        SqliteRows.HasUsers(connection) ? 0 : SqliteRows.PutUsers(connection, users, cancel)));

    /// <inheritdoc/>
    public ValueTask PingAsync(CancellationToken cancel = default)
    {
        _readers.Read("SELECT 1", _ => { }, rows => rows.Read());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _writer.Dispose();
        _readers.Dispose();
        return ValueTask.CompletedTask;
    }

    private List<KeyValuePair<string, FeatureValues>> ItemsAfter(string id) => _readers.Read(
        "SELECT id, features FROM items WHERE id > $id ORDER BY id LIMIT $most",
        p =>
        {
            p.AddWithValue("$id", id);
            p.AddWithValue("$most", PageOfItems);
        },
        rows =>
        {
            List<KeyValuePair<string, FeatureValues>> page = [];
            while (rows.Read()) page.Add(KeyValuePair.Create(rows.GetString(0), StoredText.Features(rows.GetString(1))));
            return page;
        });
}
