using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Winnow.Serving.Sqlite;

/// <summary>Open connections for reading, kept between reads.</summary>
internal sealed class SqliteReaders(string path) : IDisposable
{
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _isClosed;

    /// <summary>Reads with a connection of its own.</summary>
    /// <exception cref="FeatureStoreException">The store cannot be read.</exception>
    public T Read<T>(string sql, Action<SqliteParameterCollection> bind, Func<SqliteDataReader, T> take)
    {
        if (_isClosed) throw new FeatureStoreException("The feature store is closed: the server is stopping.");
        SqliteConnection connection = _idle.TryTake(out SqliteConnection? kept) ? kept : SqliteSchema.Open(path);
        try
        {
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Values are bound; the text is a constant of this room.
            command.CommandText = sql;
#pragma warning restore CA2100
            bind(command.Parameters);
            using SqliteDataReader rows = command.ExecuteReader();
            T result = take(rows);
            Keep(connection);
            return result;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteFault.Explain(e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isClosed = true;
        while (_idle.TryTake(out SqliteConnection? connection)) connection.Dispose();
    }

    private void Keep(SqliteConnection connection)
    {
        if (_isClosed) connection.Dispose();
        else _idle.Add(connection);
    }
}
