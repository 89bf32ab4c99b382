using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Winnow.Data;

namespace Winnow.Serving.Sqlite;

/// <summary>The statements of the writing connection.</summary>
internal static class SqliteRows
{
    public const string SelectUser = "SELECT features, history FROM users WHERE id = $id";

    public const string SelectItem = "SELECT features FROM items WHERE id = $id";

    public const string SelectPosition = "SELECT position FROM logs WHERE id = $id";

    private const string InsertUser = """
        INSERT INTO users (id, features, history) VALUES ($id, $features, $history)
        ON CONFLICT (id) DO UPDATE SET features = excluded.features, history = excluded.history
        """;

    public static StoredUser? FindUser(SqliteConnection connection, string id)
    {
        using SqliteCommand command = Command(connection, SelectUser, ("$id", id));
        using SqliteDataReader rows = command.ExecuteReader();
        return rows.Read() ? StoredText.User(rows.GetString(0), rows.GetString(1)) : null;
    }

    public static void PutUser(SqliteConnection connection, string id, StoredUser user)
    {
        using SqliteCommand command = Command(
            connection, InsertUser, ("$id", id), ("$features", StoredText.Of(user.Features)), ("$history", StoredText.Of(user.History)));
        command.ExecuteNonQuery();
    }

    public static bool HasUsers(SqliteConnection connection)
    {
        using SqliteCommand command = Command(connection, "SELECT EXISTS (SELECT 1 FROM users)");
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture) == 1;
    }

    /// <summary>Puts many users with one prepared statement.</summary>
    public static long PutUsers(SqliteConnection connection, IEnumerable<KeyValuePair<string, StoredUser>> users, CancellationToken cancel)
    {
        using SqliteCommand command = Command(connection, InsertUser, ("$id", ""), ("$features", ""), ("$history", ""));
        long count = 0;
        foreach ((string id, StoredUser user) in users)
        {
            cancel.ThrowIfCancellationRequested();
            (command.Parameters[0].Value, command.Parameters[1].Value, command.Parameters[2].Value) = (id, StoredText.Of(user.Features), StoredText.Of(user.History));
            command.ExecuteNonQuery();
            count++;
        }
        return count;
    }

    public static FeatureValues? FindItem(SqliteConnection connection, string id)
    {
        using SqliteCommand command = Command(connection, SelectItem, ("$id", id));
        return command.ExecuteScalar() is string text ? StoredText.Features(text) : null;
    }

    public static void PutItem(SqliteConnection connection, string id, FeatureValues features)
    {
        using SqliteCommand command = Command(
            connection, "INSERT INTO items (id, features) VALUES ($id, $features) ON CONFLICT (id) DO UPDATE SET features = excluded.features",
            ("$id", id), ("$features", StoredText.Of(features)));
        command.ExecuteNonQuery();
    }

    public static long Position(SqliteConnection connection, string log)
    {
        using SqliteCommand command = Command(connection, SelectPosition, ("$id", log));
        return command.ExecuteScalar() is long position ? position : 0;
    }

    public static void PutPosition(SqliteConnection connection, string log, long position)
    {
        using SqliteCommand command = Command(
            connection, "INSERT INTO logs (id, position) VALUES ($id, $position) ON CONFLICT (id) DO UPDATE SET position = excluded.position",
            ("$id", log), ("$position", position));
        command.ExecuteNonQuery();
    }

    [SuppressMessage("Security", "CA2100", Justification = "Values are bound; the texts are constants of this class.")]
    private static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
