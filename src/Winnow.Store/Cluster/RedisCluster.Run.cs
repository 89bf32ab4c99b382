using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Winnow.Store;

/// <content>Many commands to many nodes in one round trip.</content>
public sealed partial class RedisCluster
{
    private const int MostRedirections = 16;
    private const double FirstPauseMs = 2, LongestPauseMs = 250;

    private static readonly string[] s_passing = ["TRYAGAIN", "CLUSTERDOWN", "LOADING", "MASTERDOWN", "READONLY", "BUSY", "NOREPLICAS"];

    private readonly List<RedisCommand> _pending = [], _wave = [];
    private readonly Dictionary<RedisConnection, List<RedisCommand>> _batches = [];
    private readonly Stack<List<RedisCommand>> _freeBatches = new();
    private readonly RedisCommand _asking = RedisCommand.Of("ASKING");
    private bool _isStale;
    private int _turn;

    /// <summary>Sends a command to the node that has its key, and waits for the reply.</summary>
    /// <exception cref="RedisErrorException">The server refused.</exception>
    /// <exception cref="TimeoutException">No node could carry it out before the deadline.</exception>
    public RespValue Execute(RedisCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Run(command);
        return command.Checked();
    }

    /// <summary>Sends commands to the nodes that have their keys, first all of them, then waits for all replies. They may be carried out in any
    /// order. An error that is no matter of the cluster is a reply like any other: look at <see cref="RedisCommand.Reply"/>.</summary>
    /// <exception cref="RedisConnectionException">A connection was lost under a command that must not be repeated.</exception>
    /// <exception cref="RedisErrorException">The nodes send a command round in circles, or do not let us in.</exception>
    /// <exception cref="TimeoutException">Some command could not be carried out before the deadline.</exception>
    /// <exception cref="ProtocolException">A server does not speak RESP3.</exception>
    public void Run(params ReadOnlySpan<RedisCommand> commands)
    {
        long until = Stopwatch.GetTimestamp() + (long)(Address.Deadline.TotalSeconds * Stopwatch.Frequency);
        _pending.Clear();
        foreach (RedisCommand command in commands)
        {
            command.Route = default;
            _pending.Add(command);
        }
        for (int troubles = 0; _pending.Count > 0;)
        {
            string? trouble = Attempt(until);
            Settle(commands.Length);
            if (trouble is not null)
            {
                if (_pending.Count > 0) Pause(troubles++, until, trouble);
                _isStale = true;
            }
            if (_isStale && Refresh(until) is { } failure && _pending.Count > 0) Pause(troubles++, until, failure.Message);
        }
    }

    /// <summary>Sends all that is pending and reads what comes.</summary>
    /// <returns>Null, or what went wrong that may be over soon.</returns>
    private string? Attempt(long until)
    {
        string? trouble = null;
        _wave.Clear();
        _wave.AddRange(_pending);
        foreach (RedisCommand command in _wave) trouble = Assign(command, until) ?? trouble;
        try
        {
            foreach ((RedisConnection connection, List<RedisCommand> batch) in _batches) trouble = Send(connection, batch) ?? trouble;
            foreach ((RedisConnection connection, List<RedisCommand> batch) in _batches) trouble = Receive(connection, batch) ?? trouble;
            return trouble;
        }
        catch
        {
            foreach (RedisConnection connection in _batches.Keys) connection.Dispose();     // their replies would be taken for others
            throw;
        }
        finally
        {
            foreach (List<RedisCommand> batch in _batches.Values)
            {
                batch.Clear();
                _freeBatches.Push(batch);
            }
            _batches.Clear();
        }
    }

    private string? Assign(RedisCommand command, long until)
    {
        bool fromReplica = false;
        RedisEndPoint? node = command.Route.Node ?? Choose(command, out fromReplica);
        if (node is not { } endPoint) return $"slot {command.Slot} is served by nobody";
        try
        {
            RedisConnection connection = Connection(fromReplica ? _replicas : _masters, endPoint, until);
            if (!_batches.TryGetValue(connection, out List<RedisCommand>? batch))
                _batches.Add(connection, batch = _freeBatches.Count > 0 ? _freeBatches.Pop() : []);
            if (command.Route.Asking) batch.Add(_asking);
            batch.Add(command);
            return null;
        }
        catch (RedisConnectionException e)
        {
            command.Route = new() { Redirections = command.Route.Redirections, MasterOnly = fromReplica };
            return e.Message;
        }
    }

    private RedisEndPoint? Choose(RedisCommand command, out bool fromReplica)
    {
        fromReplica = false;
        if (command.Slot < 0) return Slots.Masters[0];
        ReadOnlySpan<RedisEndPoint> replicas = Slots.ReplicasOf(command.Slot);
        if (!Address.ReadReplicas || command.Writes || command.Route.MasterOnly || replicas.IsEmpty) return Slots.Master(command.Slot);
        fromReplica = true;
        return replicas[(int)((uint)_turn++ % (uint)replicas.Length)];
    }

    private static string? Send(RedisConnection connection, List<RedisCommand> batch)
    {
        try
        {
            connection.Send(CollectionsMarshal.AsSpan(batch));
            return null;
        }
        catch (RedisConnectionException e)
        {
            return Lost(batch, e);
        }
    }

    private string? Receive(RedisConnection connection, List<RedisCommand> batch)
    {
        if (connection.IsClosed) return null;       // it broke while sending
        string? trouble = null;
        try
        {
            foreach (RedisCommand command in batch)
            {
                connection.Receive(command);
                if (command == _asking) continue;
                command.Route.Connection = connection;
                trouble = Judge(command, connection) ?? trouble;
            }
            return trouble;
        }
        catch (RedisConnectionException e)
        {
            return Lost(batch, e);
        }
    }

    /// <summary>Decides whether a reply is final.</summary>
    /// <returns>Null, or what went wrong that may be over soon.</returns>
    private string? Judge(RedisCommand command, RedisConnection connection)
    {
        if (command.Reply.Error is not { } error)
        {
            command.Route.IsDone = true;
            return null;
        }
        if (error.Code is "MOVED" or "ASK")
        {
            if (++command.Route.Redirections > MostRedirections)
                throw new RedisErrorException(error, $"{command.Verb} was sent on {MostRedirections} times, last by {connection.EndPoint}");
            bool isMoved = error.Code == "MOVED";
            (int slot, RedisEndPoint node) = Redirection(error, connection.EndPoint.Host);
            command.Route = new() { Redirections = command.Route.Redirections, Node = node, Asking = !isMoved, MasterOnly = true };
            if (isMoved) Slots.Set(slot, node);
            _isStale |= isMoved;
            return command.Route.Redirections > MostRedirections / 2 ? error.ToString() : null;
        }
        if (!s_passing.Contains(error.Code))
        {
            command.Route.IsDone = true;
            return null;
        }
        command.Route = command.Route with { Node = error.Code == "TRYAGAIN" ? command.Route.Node : null, Asking = error.Code == "TRYAGAIN" && command.Route.Asking, MasterOnly = true };
        return error.ToString();
    }

    private static (int Slot, RedisEndPoint Node) Redirection(RedisError error, string askedHost)
    {
        string[] words = error.Text.Split(' ');
        if (words.Length >= 2 && int.TryParse(words[0], out int slot) && slot is >= 0 and < HashSlot.Count)
        {
            string node = words[1].StartsWith(':') ? new RedisEndPoint(askedHost, 1).ToString()[..^2] + words[1] : words[1];
            int colon = node.LastIndexOf(':');
            bool isBareIp6 = colon > 0 && node.IndexOf(':') != colon && node[0] != '[';
            if (RedisEndPoint.TryParse(isBareIp6 ? $"[{node[..colon]}]{node[colon..]}" : node, 0, out RedisEndPoint endPoint)) return (slot, endPoint);
        }
        throw new ProtocolException($"the redirection '{error}'", "a slot, a host and a port");
    }

    /// <summary>What had not been answered has to be done again, if it may be.</summary>
    private static string Lost(List<RedisCommand> batch, RedisConnectionException cause)
    {
        foreach (RedisCommand command in batch)
        {
            if (command.Route.IsDone) continue;
            if (!command.IsRepeatable) throw new RedisConnectionException($"{command.Verb} may or may not have been carried out. {cause.Message}", cause);
            command.Route.Node = null;
            command.Route.Asking = false;
        }
        return cause.Message;
    }

    private void Settle(int commands)
    {
        int left = _pending.RemoveAll(static c => c.Route.IsDone);
        Traffic.Commands += left;
        if (_pending.Count > 0) Traffic.Repeated += _pending.Count;
        Debug.Assert(_pending.Count <= commands);
    }

    private RedisConnectionException? Refresh(long until)
    {
        _isStale = false;
        Traffic.Refreshes++;
        return TryRefresh(until);
    }

    private void Pause(int troubles, long until, string trouble)
    {
        double ms = Math.Min(FirstPauseMs * Math.Pow(2, Math.Min(troubles, 16)), LongestPauseMs);
        double left = (until - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency;
        if (left <= ms) throw new TimeoutException($"{_pending[0].Verb} could not be carried out within {Address.Deadline.TotalSeconds:g} s: {trouble}. Are the nodes of {Address} up?");
        Thread.Sleep(TimeSpan.FromMilliseconds(ms));
    }
}
