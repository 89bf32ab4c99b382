using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Winnow.Serving.Sqlite;

/// <summary>The tables of a store, and their version.</summary>
internal static class SqliteSchema
{
    private const long Version = 1;

    private const string Tables = """
        CREATE TABLE users (id TEXT PRIMARY KEY, features TEXT NOT NULL, history TEXT NOT NULL);
        CREATE TABLE items (id TEXT PRIMARY KEY, features TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE logs (id TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Opens a connection; WAL lets readers go on while one writes, FULL puts each commit on the disk.</summary>
    public static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;");
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new FeatureStoreException($"{path} cannot be opened. {SqliteFault.Explain(e).Message}", e);
        }
    }

    /// <summary>Makes the tables of an empty file; refuses those of another version.</summary>
    public static void Ensure(SqliteConnection connection, string path)
    {
        long found = Convert.ToInt64(Scalar(connection, "PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (found == Version) return;
        if (found != 0 || Convert.ToInt64(Scalar(connection, "SELECT count(*) FROM sqlite_master"), CultureInfo.InvariantCulture) > 0)
            throw new FeatureStoreException($"{path} has version {found}, but this Winnow keeps version {Version}. Use the Winnow that wrote it, or start with an empty file.");
        using SqliteTransaction transaction = connection.BeginTransaction();
        Execute(connection, Tables);
        Execute(connection, $"PRAGMA user_version = {Version}");
        transaction.Commit();
    }

    /// <summary>Runs statements.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this room.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is a constant of this room.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
