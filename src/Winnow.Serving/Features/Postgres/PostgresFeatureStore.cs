using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Winnow.Data;
using Winnow.Serving.Postgres;

namespace Winnow.Serving;

/// <summary>Keeps users and items in a PostgreSQL database, which several servers may share.</summary>
public sealed class PostgresFeatureStore : IFeatureStore
{
    private const int ConnectSeconds = 2, CommandSeconds = 5, PageOfItems = 1_000;

    private readonly NpgsqlDataSource _source;
    private readonly int _historyLimit;

    private PostgresFeatureStore(NpgsqlDataSource source, int historyLimit) => (_source, _historyLimit) = (source, historyLimit);

    /// <summary>Connects, and makes the tables <c>winnow_…</c> if they are not there.</summary>
    /// <param name="connection">A connection string, such as <c>Host=db;Database=winnow;Username=winnow;Password=…</c>.</param>
    /// <param name="historyLimit">Items kept of each history, at least 1.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="FeatureStoreException">The string is none, the database cannot be reached, or it has another version.</exception>
    public static async Task<PostgresFeatureStore> OpenAsync(
        string connection, int historyLimit = FeatureStoreOptions.DefaultHistoryLimit, CancellationToken cancel = default)
    {
        NpgsqlDataSource source = Source(connection);
        PostgresFeatureStore store = new(source, historyLimit);
        try
        {
            await GuardAsync(async () =>
            {
                await PostgresSchema.EnsureAsync(source, cancel);
                return true;
            });
            return store;
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredUser?> FindUserAsync(string user, CancellationToken cancel = default) => GuardAsync(async () =>
    {
        await using NpgsqlCommand command = Command(_source.CreateCommand("SELECT features, history FROM winnow_users WHERE id = $1"), Text(user));
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancel);
        return await rows.ReadAsync(cancel) ? StoredText.User(rows.GetString(0), rows.GetString(1)) : null;
    });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> FindUsersAsync(string prefix, int most, CancellationToken cancel = default) => GuardAsync<IReadOnlyList<string>>(async () =>
    {
        await using NpgsqlCommand command = Command(
            _source.CreateCommand("SELECT id FROM winnow_users WHERE id >= $1 AND id < $2 ORDER BY id LIMIT $3"),
            Text(prefix), Text(prefix + StoreRange.End), new NpgsqlParameter<int> { TypedValue = most });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancel);
        List<string> ids = [];
        while (await rows.ReadAsync(cancel)) ids.Add(rows.GetString(0));
        return ids;
    });

    /// <inheritdoc/>
    public ValueTask<StoredUser> UpdateUserAsync(string user, FeatureChanges changes, CancellationToken cancel = default) => InTransactionAsync(async connection =>
    {
        StoredUser after = (await LockUsersAsync(connection, [user], cancel))[user].With(changes);
        await PutUsersAsync(connection, [KeyValuePair.Create(user, after)], cancel);
        return after;
    }, cancel);

    /// <inheritdoc/>
    public ValueTask<FeatureValues> UpdateItemAsync(string item, FeatureValues changes, CancellationToken cancel = default) => InTransactionAsync(async connection =>
    {
        await using (NpgsqlCommand insert = Command(new NpgsqlCommand("INSERT INTO winnow_items (id) VALUES ($1) ON CONFLICT DO NOTHING", connection), Text(item)))
            await insert.ExecuteNonQueryAsync(cancel);
        await using NpgsqlCommand select = Command(new NpgsqlCommand("SELECT features FROM winnow_items WHERE id = $1 FOR UPDATE", connection), Text(item));
        FeatureValues after = StoredText.Features((string)(await select.ExecuteScalarAsync(cancel))!).With(changes);
        await using NpgsqlCommand update = Command(
            new NpgsqlCommand("UPDATE winnow_items SET features = $2 WHERE id = $1", connection), Text(item), Text(StoredText.Of(after)));
        await update.ExecuteNonQueryAsync(cancel);
        return after;
    }, cancel);

    /// <inheritdoc/>
    public ValueTask<FeatureValues?> FindItemAsync(string item, CancellationToken cancel = default) => GuardAsync(async () =>
    {
        await using NpgsqlCommand command = Command(_source.CreateCommand("SELECT features FROM winnow_items WHERE id = $1"), Text(item));
        return await command.ExecuteScalarAsync(cancel) is string text ? StoredText.Features(text) : null;
    });

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, FeatureValues>> ChangedItemsAsync([EnumeratorCancellation] CancellationToken cancel = default)
    {
        string after = "";
        while (true)
        {
            List<KeyValuePair<string, FeatureValues>> page = await ItemsAfterAsync(after, cancel);
            foreach (KeyValuePair<string, FeatureValues> item in page) yield return item;
            if (page.Count < PageOfItems) yield break;
            after = page[^1].Key;
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> AppendAsync(HistoryBatch batch, CancellationToken cancel = default) => InTransactionAsync(async connection =>
    {
        await using (NpgsqlCommand insert = Command(
            new NpgsqlCommand("INSERT INTO winnow_logs (id, position) VALUES ($1, 0) ON CONFLICT DO NOTHING", connection), Text(batch.Log)))
            await insert.ExecuteNonQueryAsync(cancel);
        await using NpgsqlCommand moved = Command(
            new NpgsqlCommand("UPDATE winnow_logs SET position = $3 WHERE id = $1 AND position = $2", connection),
            Text(batch.Log), new NpgsqlParameter<long> { TypedValue = batch.Start }, new NpgsqlParameter<long> { TypedValue = batch.End });
        if (await moved.ExecuteNonQueryAsync(cancel) == 0) return false;
        if (batch.Events.Count == 0) return true;
        Dictionary<string, StoredUser> users = await LockUsersAsync(connection, [.. batch.Events.Select(e => e.User).Distinct(StringComparer.Ordinal)], cancel);
        foreach (HistoryEvent e in batch.Events) users[e.User] = users[e.User].With(e.Entry, _historyLimit);
        await PutUsersAsync(connection, users, cancel);
        return true;
    }, cancel);

    /// <inheritdoc/>
    public ValueTask<long> PositionAsync(string log, CancellationToken cancel = default) => GuardAsync(async () =>
    {
        await using NpgsqlCommand command = Command(_source.CreateCommand("SELECT position FROM winnow_logs WHERE id = $1"), Text(log));
        return await command.ExecuteScalarAsync(cancel) is long position ? position : 0;
    });

    /// <inheritdoc/>
    public ValueTask<long> FillAsync(IEnumerable<KeyValuePair<string, StoredUser>> users, CancellationToken cancel = default) => InTransactionAsync(async connection =>
    {
        await using (NpgsqlCommand locked = new("LOCK TABLE winnow_users IN EXCLUSIVE MODE", connection)) await locked.ExecuteNonQueryAsync(cancel);
        await using (NpgsqlCommand any = new("SELECT EXISTS (SELECT 1 FROM winnow_users)", connection))
            if (await any.ExecuteScalarAsync(cancel) is true) return 0;
        await using NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync("COPY winnow_users (id, features, history) FROM STDIN (FORMAT BINARY)", cancel);
        foreach ((string id, StoredUser user) in users)
        {
            await copy.StartRowAsync(cancel);
            await copy.WriteAsync(id, NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(StoredText.Of(user.Features), NpgsqlDbType.Text, cancel);
            await copy.WriteAsync(StoredText.Of(user.History), NpgsqlDbType.Text, cancel);
        }
        return (long)await copy.CompleteAsync(cancel);
    }, cancel);

    /// <inheritdoc/>
    public async ValueTask PingAsync(CancellationToken cancel = default) => await GuardAsync(async () =>
    {
        await using NpgsqlCommand command = _source.CreateCommand("SELECT 1");
        return await command.ExecuteScalarAsync(cancel);
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static NpgsqlDataSource Source(string connection)
    {
        try
        {
            NpgsqlConnectionStringBuilder settings = new(connection);
            if (!connection.Contains("Timeout", StringComparison.OrdinalIgnoreCase)) (settings.Timeout, settings.CommandTimeout) = (ConnectSeconds, CommandSeconds);
            return new NpgsqlSlimDataSourceBuilder(settings.ToString()).EnableArrays().Build();
        }
        catch (ArgumentException e)
        {
            throw new FeatureStoreException($"The connection string of the feature store is none of PostgreSQL: {e.Message} Expected Host=…;Database=…;Username=….", e);
        }
    }

    private ValueTask<T> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> action, CancellationToken cancel) => GuardAsync(async () =>
    {
        await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        T result = await action(connection);
        await transaction.CommitAsync(cancel);
        return result;
    });

    /// <summary>The users, made if need be, locked in the order of their ids so that two transactions never wait for each other.</summary>
    private static async Task<Dictionary<string, StoredUser>> LockUsersAsync(NpgsqlConnection connection, string[] ids, CancellationToken cancel)
    {
        Array.Sort(ids, StringComparer.Ordinal);
        await using (NpgsqlCommand insert = Command(
            new NpgsqlCommand("INSERT INTO winnow_users (id) SELECT unnest($1) ON CONFLICT DO NOTHING", connection), Texts(ids)))
            await insert.ExecuteNonQueryAsync(cancel);
        await using NpgsqlCommand select = Command(
            new NpgsqlCommand("SELECT id, features, history FROM winnow_users WHERE id = ANY($1) ORDER BY id FOR UPDATE", connection), Texts(ids));
        await using NpgsqlDataReader rows = await select.ExecuteReaderAsync(cancel);
        Dictionary<string, StoredUser> users = new(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancel)) users[rows.GetString(0)] = StoredText.User(rows.GetString(1), rows.GetString(2));
        return users;
    }

    private static async Task PutUsersAsync(NpgsqlConnection connection, IReadOnlyCollection<KeyValuePair<string, StoredUser>> users, CancellationToken cancel)
    {
        await using NpgsqlCommand update = Command(
            new NpgsqlCommand(
                "UPDATE winnow_users AS u SET features = n.features, history = n.history FROM unnest($1, $2, $3) AS n (id, features, history) WHERE u.id = n.id", connection),
            Texts([.. users.Select(u => u.Key)]), Texts([.. users.Select(u => StoredText.Of(u.Value.Features))]), Texts([.. users.Select(u => StoredText.Of(u.Value.History))]));
        await update.ExecuteNonQueryAsync(cancel);
    }

    private ValueTask<List<KeyValuePair<string, FeatureValues>>> ItemsAfterAsync(string id, CancellationToken cancel) => GuardAsync(async () =>
    {
        await using NpgsqlCommand command = Command(
            _source.CreateCommand("SELECT id, features FROM winnow_items WHERE id > $1 ORDER BY id LIMIT $2"), Text(id), new NpgsqlParameter<int> { TypedValue = PageOfItems });
        await using NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancel);
        List<KeyValuePair<string, FeatureValues>> page = [];
        while (await rows.ReadAsync(cancel)) page.Add(KeyValuePair.Create(rows.GetString(0), StoredText.Features(rows.GetString(1))));
        return page;
    });

    /// <summary>Says what a fault of the database means. The text of a query or value is in no message.</summary>
    private static async ValueTask<T> GuardAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (PostgresException e)
        {
            throw new FeatureStoreException($"The database of the feature store refused: {e.MessageText} ({e.SqlState}).", e);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or IOException or ObjectDisposedException)
        {
            throw new FeatureStoreException($"The database of the feature store cannot be reached: {e.Message}", e);
        }
    }

    private static NpgsqlCommand Command(NpgsqlCommand command, params ReadOnlySpan<NpgsqlParameter> values)
    {
        foreach (NpgsqlParameter value in values) command.Parameters.Add(value);
        return command;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<string[]> Texts(string[] values) => new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
