using Winnow.Embeddings;

namespace Winnow.Store.Status;

/// <summary>Gathers, node by node, what the masters of a store hold of training runs.</summary>
internal sealed class RunReader
{
    private readonly SortedDictionary<string, Run> _runs = new(StringComparer.Ordinal);

    /// <summary>Asks one master about all its keys of runs.</summary>
    /// <param name="connection">A connection to it.</param>
    public void Add(RedisConnection connection)
    {
        List<(string[] Parts, RedisCommand Question)> questions = [.. Keys(connection).Select(k => (k.Split(':'), k)).Select(k => (k.Item1, Question(k.Item1, k.k)!)).Where(q => q.Item2 is not null)];
        connection.Send([.. questions.Select(q => q.Question)]);
        foreach ((_, RedisCommand question) in questions) connection.Receive(question);
        foreach ((string[] parts, RedisCommand question) in questions)
            if (question.Reply.Error is null) Add(parts, question.Reply);       // a key may go, or move on, between two questions
    }

    /// <summary>What was gathered.</summary>
    public IReadOnlyList<StoreRunStatus> Runs() => [.. _runs.Select(r => new StoreRunStatus(
        r.Key, [.. r.Value.Tables.Values], [.. r.Value.Blocks.Values], r.Value.Queue, r.Value.QueueOptions))];

    private static List<string> Keys(RedisConnection connection)
    {
        List<string> keys = [];
        for (string cursor = "0"; ;)
        {
            ReadOnlySpan<RespValue> reply = connection.Execute(RedisCommand.Of("SCAN", cursor, "MATCH", StoreKeys.Prefix + "*", "COUNT", "1000")).Items;
            foreach (RespValue key in reply[1].Items) keys.Add(key.Text);
            cursor = reply[0].Text;
            if (cursor == "0") return [.. keys.Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>Keys are <c>winnow:RUN:table:NAME:{TAG}</c>, <c>winnow:RUN:dense:I:NAME:{TAG}</c>, <c>winnow:RUN:queue:{TAG}</c>.</summary>
    private static RedisCommand? Question(string[] parts, string key) => (parts.Length, parts.Length > 2 ? parts[2] : "") switch
    {
        (5, "table") => RedisCommand.Of("WINNOW.TABLE.DESCRIBE", key),
        (6, "dense") => RedisCommand.Of("WINNOW.DENSE.DESCRIBE", key),
        (4, "queue") => RedisCommand.Of("WINNOW.QUEUE.STATUS", key),
        _ => null,
    };

    private void Add(string[] parts, in RespValue reply)
    {
        if (!_runs.TryGetValue(parts[1], out Run? run)) _runs.Add(parts[1], run = new Run());
        switch (parts[2])
        {
            case "table": AddTable(run, reply); break;
            case "dense": AddBlock(run, int.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture), reply); break;
            default: AddQueue(run, reply); break;
        }
    }

    private static void AddTable(Run run, in RespValue map)
    {
        TableShardOptions options = OptionWords.ToTableShard(Words(map));
        RespValue counts = map["counters"];
        StoreTableStatus shard = new(
            options.Table.Name, 1, options.Shards, options.Table.Dimension, map["rows"].Integer, map["waiting"].Integer, map["bytes"].Integer, map["step"].Integer, map["pending-steps"].Integer,
            new StoreTraffic(map["pulls"].Integer, map["pulled-keys"].Integer, map["pushes"].Integer, map["pushed-keys"].Integer, map["duplicates"].Integer),
            new TableCounters(counts["admitted"].Integer, counts["refused"].Integer, counts["expired"].Integer, counts["evicted"].Integer, counts["applied"].Integer, counts["dropped"].Integer));
        run.Tables[shard.Name] = run.Tables.TryGetValue(shard.Name, out StoreTableStatus? others) ? Sum(others, shard) : shard;
    }

    private static StoreTableStatus Sum(StoreTableStatus a, StoreTableStatus b)
    {
        (TableCounters x, TableCounters y) = (a.Counters, b.Counters);
        return a with
        {
            Shards = a.Shards + b.Shards, Rows = a.Rows + b.Rows, Waiting = a.Waiting + b.Waiting, Bytes = a.Bytes + b.Bytes, Step = Math.Min(a.Step, b.Step),
            PendingSteps = Math.Max(a.PendingSteps, b.PendingSteps), Traffic = a.Traffic + b.Traffic,
            Counters = new TableCounters(x.Admitted + y.Admitted, x.Refused + y.Refused, x.Expired + y.Expired, x.Evicted + y.Evicted,
                x.GradientsApplied + y.GradientsApplied, x.GradientsDropped + y.GradientsDropped),
        };
    }

    private static void AddBlock(Run run, int index, in RespValue map)
    {
        DenseBlockOptions options = OptionWords.ToDenseBlock(Words(map));
        run.Blocks[index] = new StoreBlockStatus(index, options.Name, options.Length, map["version"].Integer, map["bytes"].Integer, map["pending-steps"].Integer, map["finite"].Integer != 0);
    }

    private static void AddQueue(Run run, in RespValue map)
    {
        run.QueueOptions = OptionWords.ToQueue(Words(map));
        run.Queue = new PositionQueueStatus(map["limit"].Integer, map["next"].Integer, map["completed"].Integer, map["loss-sum"].Number, map["rows"].Integer,
            (int)map["leased"].Integer, map["retaken"].Integer, (int)map["workers"].Integer, map["closed"].Integer != 0);
    }

    private static List<KeyValuePair<string, string>> Words(in RespValue map)
    {
        ReadOnlySpan<RespValue> items = map["options"].Items;
        List<KeyValuePair<string, string>> words = [];
        for (int i = 0; i + 1 < items.Length; i += 2) words.Add(new(items[i].Text, items[i + 1].Text));
        return words;
    }

    private sealed class Run
    {
        public SortedDictionary<string, StoreTableStatus> Tables { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<int, StoreBlockStatus> Blocks { get; } = [];

        public PositionQueueStatus? Queue { get; set; }

        public PositionQueueOptions? QueueOptions { get; set; }
    }
}
