using Winnow.Embeddings;

namespace Winnow.Store.Module;

/// <summary>The commands of position queues. Time is taken once, on the master, and travels with the command to replicas and append-only files.</summary>
internal static unsafe partial class QueueCommands
{
    private const int MostWorkerBytes = PositionQueue.MostNameLength;
    private const long MostTerm = PositionQueue.MostTerm;

    /// <summary>Makes a queue, or finds that there is one of the same options.</summary>
    internal static void Create(in Request request)
    {
        PositionQueueOptions options = OptionWords.ToQueue(Words.Of(request, 2, request.Count));
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        if (!key.IsEmpty)
        {
            PositionQueueOptions present = key.Value<QueueValue>(ValueKind.Queue).Queue.Options;
            if (OptionWords.Difference(OptionWords.Of(present), OptionWords.Of(options)) is { } difference)
                throw new CommandException($"EXISTS the queue is there with other options: {difference}");
            Reply.Ok(request.Context);
            return;
        }
        MemoryLimit.Check(request);
        key.Set(new QueueValue(new PositionQueue(options)));
        RedisApi.ReplicateVerbatim(request.Context);
        Event.Notify(request, "winnow.create"u8);
        Reply.Ok(request.Context);
    }

    /// <summary>Lets positions below a limit be handed out.</summary>
    internal static void Open(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        QueueValue value = key.Value<QueueValue>(ValueKind.Queue);
        value.Queue.Open(request.Integer(2, 0, UpdateTag.MostPosition), request.Float(3));
        RedisApi.ReplicateVerbatim(request.Context);
        Event.Notify(request, "winnow.open"u8);
        Reply.Ok(request.Context);
    }

    /// <summary>Sends workers home.</summary>
    internal static void Close(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        key.Value<QueueValue>(ValueKind.Queue).Queue.Close();
        RedisApi.ReplicateVerbatim(request.Context);
        Event.Notify(request, "winnow.close"u8);
        Reply.Ok(request.Context);
    }

    /// <summary>Hands out a position.</summary>
    internal static void Lease(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        QueueValue value = key.Value<QueueValue>(ValueKind.Queue);
        string worker = request.Text(2, MostWorkerBytes);
        long term = request.Integer(3, 1, MostTerm), now = Now(request);
        long changes = value.Queue.Changes;
        PositionLease lease = value.Queue.Lease(worker, term, now);
        if (value.Queue.Changes != changes) Changed(request, "WINNOW.QUEUE.LEASE"u8, value, now);
        if (lease.Outcome == LeaseOutcome.Granted) ServerTotals.Traffic.Leases++;
        Reply.Array(request.Context, 3);
        Reply.Text(request.Context, lease.Outcome switch
        {
            LeaseOutcome.Granted => "granted"u8,
            LeaseOutcome.Closed => "closed"u8,
            _ => "wait"u8,
        });
        Reply.Number(request.Context, lease.Position);
        Reply.Text(request.Context, lease.RateFactor.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Keeps the positions of a worker for another term.</summary>
    internal static void Renew(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        QueueValue value = key.Value<QueueValue>(ValueKind.Queue);
        long now = Now(request), changes = value.Queue.Changes;
        value.Queue.Renew(request.Text(2, MostWorkerBytes), request.Integer(3, 1, MostTerm), now);
        if (value.Queue.Changes != changes) Changed(request, "WINNOW.QUEUE.RENEW"u8, value, now);
        Reply.Ok(request.Context);
    }

    /// <summary>Gives back the positions of a worker.</summary>
    internal static void Leave(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        QueueValue value = key.Value<QueueValue>(ValueKind.Queue);
        long changes = value.Queue.Changes;
        value.Queue.Leave(request.Text(2, MostWorkerBytes));
        if (value.Queue.Changes != changes) RedisApi.ReplicateVerbatim(request.Context);
        Reply.Ok(request.Context);
    }

    /// <summary>Notes that a position is done.</summary>
    internal static void Complete(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read | RedisApi.Write);
        QueueValue value = key.Value<QueueValue>(ValueKind.Queue);
        bool isNew = value.Queue.Complete(request.Text(2, MostWorkerBytes), request.Integer(3, 0, UpdateTag.MostPosition), request.Double(4),
            (int)request.Integer(5, 0, int.MaxValue));
        if (isNew)
        {
            value.Account();
            RedisApi.ReplicateVerbatim(request.Context);
        }
        Reply.Number(request.Context, isNew ? 1 : 0);
    }

    /// <summary>Tells where the queue stands.</summary>
    internal static void Status(in Request request)
    {
        using OpenedKey key = new(request, RedisApi.Read);
        PositionQueue queue = key.Value<QueueValue>(ValueKind.Queue).Queue;
        PositionQueueStatus status = queue.Status(RedisApi.Milliseconds());
        RedisContext* context = request.Context;
        Reply.Map(context, 11);
        Reply.Entry(context, "limit"u8, status.Limit);
        Reply.Entry(context, "next"u8, status.Next);
        Reply.Entry(context, "completed"u8, status.Completed);
        Reply.Entry(context, "loss-sum"u8, status.LossSum);
        Reply.Entry(context, "rows"u8, status.Rows);
        Reply.Entry(context, "leased"u8, status.Leased);
        Reply.Entry(context, "retaken"u8, status.Retaken);
        Reply.Entry(context, "workers"u8, status.Workers);
        Reply.Entry(context, "closed"u8, status.IsClosed ? 1 : 0);
        Reply.Entry(context, "bytes"u8, queue.MemoryBytes);
        Reply.Text(context, "options"u8);
        Words.Reply(context, OptionWords.Of(queue.Options));
    }

    /// <summary>The time of a command: argument 5 behind AT where it was decided elsewhere, else the clock of this server.</summary>
    private static long Now(in Request request)
    {
        const int WithTime = 6;
        if (request.Count < WithTime - 1) return RedisApi.Milliseconds();
        if (!request.IsReplay) throw new CommandException("ERR AT is for replication and append-only files only; leave it out");
        if (request.Count != WithTime || !request.Is(4, "AT"u8)) throw request.Bad(4, Request.Shown(request.Bytes(4)), "AT");
        return request.Integer(5, 0, long.MaxValue);
    }

    private static void Changed(in Request request, ReadOnlySpan<byte> command, QueueValue value, long now)
    {
        value.Account();
        fixed (byte* name = command)
        fixed (byte* format = "ssscl"u8)
        fixed (byte* at = "AT"u8)
            RedisApi.ReplicateSssCl(request.Context, name, format, request.Key, request.Raw(2), request.Raw(3), at, now);
    }
}
