using Winnow.Embeddings;

namespace Winnow.Store;

/// <summary>The queue of a run in Redis.</summary>
/// <remarks>When the answer to <see cref="Lease"/> is lost, the position it granted comes back to the queue at the end of its term. Where replicas
/// must hold updates they must hold the limit and the end of the queue, too; a lease or a completion lost in a fail-over is made again.</remarks>
public sealed class RedisPositionQueue : IPositionQueue
{
    private readonly RedisParameterStore _store;
    private readonly RedisCluster _cluster;
    private readonly RedisCommand _command = new();

    internal RedisPositionQueue(RedisParameterStore store)
    {
        _store = store;
        _cluster = store.Cluster;
        Key = new(StoreKeys.Queue(store.Layout.Run));
    }

    internal StoreKey Key { get; }

    /// <inheritdoc/>
    public void Open(long limit, float rateFactor) => _store.RunSafely([Start("OPEN", 2).Number(limit).Number(rateFactor)]);

    /// <inheritdoc/>
    public void Close() => _store.RunSafely([Start("CLOSE", 0)]);

    /// <inheritdoc/>
    public PositionLease Lease(string worker, TimeSpan term)
    {
        ReadOnlySpan<RespValue> reply = _cluster.Execute(Start("LEASE", 2).Text(worker).Number((long)term.TotalMilliseconds)).Items;
        if (reply.Length != 3) throw new ProtocolException($"{reply.Length} fields for a lease", "outcome, position and factor");
        LeaseOutcome outcome = reply[0].Text switch
        {
            "granted" => LeaseOutcome.Granted,
            "wait" => LeaseOutcome.Wait,
            "closed" => LeaseOutcome.Closed,
            string other => throw new ProtocolException($"the outcome '{other}' of a lease", "granted, wait or closed"),
        };
        return new(outcome, reply[1].Integer, (float)reply[2].Number);
    }

    /// <inheritdoc/>
    public void Renew(string worker, TimeSpan term) => _cluster.Execute(Start("RENEW", 2).Text(worker).Number((long)term.TotalMilliseconds));

    /// <inheritdoc/>
    public void Leave(string worker) => _cluster.Execute(Start("LEAVE", 1).Text(worker));

    /// <inheritdoc/>
    public bool Complete(string worker, long position, double loss, int rows) =>
        _cluster.Execute(Start("COMPLETE", 4).Text(worker).Number(position).Number(loss).Number((long)rows)).Integer != 0;

    /// <inheritdoc/>
    public PositionQueueStatus Status()
    {
        RespValue map = _cluster.Execute(Start("STATUS", 0));
        return new(map["limit"].Integer, map["next"].Integer, map["completed"].Integer, map["loss-sum"].Number, map["rows"].Integer,
            (int)map["leased"].Integer, map["retaken"].Integer, (int)map["workers"].Integer, map["closed"].Integer != 0);
    }

    private RedisCommand Start(string verb, int arguments) => _command.Start($"WINNOW.QUEUE.{verb}", arguments + 1).Key(Key.Bytes, Key.Slot);
}
