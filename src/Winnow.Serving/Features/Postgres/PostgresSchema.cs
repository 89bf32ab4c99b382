using Npgsql;

namespace Winnow.Serving.Postgres;

/// <summary>The tables of a store, and their version. Several servers may start at once: a lock of the database lets one of them make the tables.</summary>
internal static class PostgresSchema
{
    private const int Version = 1;

    private const string Make = """
        SELECT pg_advisory_xact_lock(8748221);
        CREATE TABLE IF NOT EXISTS winnow_store (version integer NOT NULL);
        INSERT INTO winnow_store SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM winnow_store);
        CREATE TABLE IF NOT EXISTS winnow_users (id text COLLATE "C" PRIMARY KEY, features text NOT NULL DEFAULT '{}', history text NOT NULL DEFAULT '[]');
        CREATE TABLE IF NOT EXISTS winnow_items (id text COLLATE "C" PRIMARY KEY, features text NOT NULL DEFAULT '{}');
        CREATE TABLE IF NOT EXISTS winnow_logs (id text PRIMARY KEY, position bigint NOT NULL);
        """;

    /// <summary>Makes what is not there; refuses another version.</summary>
    public static async Task EnsureAsync(NpgsqlDataSource source, CancellationToken cancel)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancel);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancel);
        await using (NpgsqlBatch make = new(connection, transaction))
        {
            foreach (string statement in Make.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                make.BatchCommands.Add(new NpgsqlBatchCommand(statement));
            await make.ExecuteNonQueryAsync(cancel);
        }
        await using NpgsqlCommand version = new("SELECT version FROM winnow_store", connection, transaction);
        if (await version.ExecuteScalarAsync(cancel) is int found && found != Version)
            throw new FeatureStoreException($"The database keeps version {found} of the feature store, but this Winnow keeps version {Version}. Use the Winnow that wrote it, or another database.");
        await transaction.CommitAsync(cancel);
    }
}
