using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Winnow.Serving.Sqlite;

/// <summary>The one thread that writes. Writes that wait are put together into one transaction, so that they share the wait for the disk.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostTogether = 512;
    private const int MostWaiting = 8_192;

    private readonly SqliteConnection _connection;
    private readonly BlockingCollection<Write> _waiting = new(MostWaiting);
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="connection">An open connection, from now on the writer's.</param>
    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _thread = new Thread(Run) { IsBackground = true, Name = "feature store" };
        _thread.Start();
    }

    /// <summary>Does something in a transaction.</summary>
    /// <returns>What it returned, once it is on the disk.</returns>
    /// <exception cref="FeatureStoreException">Too many writes wait, the disk is full, …: nothing was changed.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, T> action)
    {
        Write<T> write = new(action);
        try
        {
            if (!_waiting.TryAdd(write))
                throw new FeatureStoreException($"{MostWaiting} writes wait for the disk of the feature store already. Try again later, or give it a faster disk.");
        }
        catch (InvalidOperationException e)
        {
            throw new FeatureStoreException("The feature store is closed: the server is stopping.", e);
        }
        return write.Done;
    }

    /// <summary>Finishes what waits, then closes the connection.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
        _connection.Dispose();
    }

    private void Run()
    {
        List<Write> together = [];
        foreach (Write first in _waiting.GetConsumingEnumerable())
        {
            together.Clear();
            together.Add(first);
            while (together.Count < MostTogether && _waiting.TryTake(out Write? next)) together.Add(next);
            Commit(together);
        }
    }

    private void Commit(IReadOnlyList<Write> together)
    {
        try
        {
            using (SqliteTransaction transaction = _connection.BeginTransaction())
            {
                foreach (Write write in together) write.Run(_connection);
                transaction.Commit();
            }
            foreach (Write write in together) write.Succeed();
        }
        catch (Exception) when (together.Count > 1)
        {
            foreach (Write write in together) Commit([write]);      // one that cannot be done must not take the others with it
        }
        catch (Exception e)
        {
            together[0].Fail(e as FeatureStoreException ?? SqliteFault.Explain(e));
        }
    }

    private abstract class Write
    {
        public abstract void Run(SqliteConnection connection);

        public abstract void Succeed();

        public abstract void Fail(FeatureStoreException fault);
    }

    private sealed class Write<T>(Func<SqliteConnection, T> action) : Write
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;

        public Task<T> Done => _done.Task;

        public override void Run(SqliteConnection connection) => _result = action(connection);

        public override void Succeed() => _done.TrySetResult(_result!);

        public override void Fail(FeatureStoreException fault) => _done.TrySetException(fault);
    }
}
