using System.Diagnostics;

namespace Winnow.Store;

/// <content>Waiting until replicas have what was written.</content>
public sealed partial class RedisCluster
{
    private const int WaitMs = 200;      // of one attempt, so that a connection is not taken for dead meanwhile

    private readonly RedisCommand _fence = new(), _wait = new();

    /// <summary>Waits until replicas hold what acknowledged commands wrote. Commands whose connection is gone are sent again first: the node that
    /// took over may not have them.</summary>
    /// <param name="written">The commands, repeatable, with the replies they were acknowledged by.</param>
    /// <param name="replicas">How many replicas, at least 1.</param>
    /// <param name="fenceKey">From the key of a command a key in the same slot, which is written: <c>WAIT</c> counts from the last write of its own
    /// connection, and a repeated command may have written nothing.</param>
    /// <exception cref="TimeoutException">Not enough replicas had it before the deadline.</exception>
    internal void AwaitReplicas(IReadOnlyList<RedisCommand> written, int replicas, Func<byte[], byte[]> fenceKey)
    {
        long until = Stopwatch.GetTimestamp() + (long)(Address.Deadline.TotalSeconds * Stopwatch.Frequency);
        HashSet<RedisConnection> safe = [];
        while (true)
        {
            RedisCommand[] lost = [.. written.Where(c => c.Route.Connection is not { IsClosed: false })];
            if (lost.Length > 0) Run(lost);
            foreach (RedisCommand command in lost) command.Checked();
            RedisCommand[] open = [.. written.Where(c => !safe.Contains(c.Route.Connection!)).DistinctBy(c => c.Route.Connection)];
            if (open.Length == 0) return;
            foreach (RedisCommand command in open) SendFence(command.Route.Connection!, fenceKey(command.KeyBytes.ToArray()), replicas, until);
            foreach (RedisConnection connection in open.Select(c => c.Route.Connection!))
            {
                long held = Held(connection);
                if (held >= replicas) safe.Add(connection);
                else if (Stopwatch.GetTimestamp() > until)
                    throw new TimeoutException($"{Math.Max(held, 0)} of {replicas} replicas of {connection.EndPoint} hold the last updates after {Address.Deadline.TotalSeconds:g} s. "
                        + "Start the missing ones, or ask for fewer.");
            }
        }
    }

    /// <summary>The node became a replica while it waited, or between the write and the wait.</summary>
    private static bool IsDemotion(RedisError error) => error.Code == "UNBLOCKED" || error.Text.Contains("replica", StringComparison.Ordinal);

    private void SendFence(RedisConnection connection, byte[] key, int replicas, long until)
    {
        try
        {
            connection.Until = until + Stopwatch.Frequency;
            connection.Send(_fence.Start("SET", 2).Key(key).Text("1"), _wait.Start("WAIT", 2).Number((long)replicas).Number((long)WaitMs));
        }
        catch (RedisConnectionException)
        {
            // It is closed now, which is seen where its answer is read.
        }
    }

    /// <returns>How many replicas hold all that was written; −1 if the connection was lost, or the node has lost the slot.</returns>
    private long Held(RedisConnection connection)
    {
        if (connection.IsClosed) return -1;
        try
        {
            connection.Receive(_fence);
            connection.Receive(_wait);
            if (_fence.Reply.Error is null)
            {
                if (_wait.Reply.Error is not { } error) return _wait.Reply.Integer;
                if (!IsDemotion(error)) throw new RedisErrorException(error, $"WAIT at {connection.EndPoint}");
            }
            connection.Dispose();       // the slot is elsewhere: what was written to it has to be looked for there
            _isStale = true;
            return -1;
        }
        catch (RedisConnectionException)
        {
            return -1;
        }
    }
}
