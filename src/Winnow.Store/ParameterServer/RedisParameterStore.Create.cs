using System.Runtime.InteropServices;
using Winnow.Embeddings;

namespace Winnow.Store;

/// <content>Making a run, and checking one that is there.</content>
public sealed partial class RedisParameterStore
{
    private void CreateAll(IReadOnlyList<ReadOnlyMemory<float>> values)
    {
        if (values.Count != Layout.Blocks.Count)
            throw new ArgumentException($"There are values of {values.Count} dense parameters; the layout has {Layout.Blocks.Count}.", nameof(values));
        List<RedisCommand> commands = [];
        for (int t = 0; t < _tables.Length; t++)
            for (int shard = 0; shard < Layout.Shards; shard++)
                commands.Add(Create("WINNOW.TABLE.CREATE", _tables[t].Keys[shard], OptionWords.Of(_tables[t].Options with { Shard = shard }), null));
        for (int b = 0; b < Layout.Blocks.Count; b++)
        {
            if (values[b].Length != Layout.Blocks[b].Length)
                throw new ArgumentException($"There are {values[b].Length} values of '{Layout.Blocks[b].Name}'; the layout has {Layout.Blocks[b].Length}.", nameof(values));
            commands.Add(Create("WINNOW.DENSE.CREATE", _blocks.Keys[b], OptionWords.Of(Layout.Blocks[b]), MemoryMarshal.AsBytes(values[b].Span)));
        }
        commands.Add(Create("WINNOW.QUEUE.CREATE", _queue.Key, OptionWords.Of(Layout.Queue), null));
        RunSafely(commands);
    }

    /// <summary>What is there must be what the layout says: a worker with another recipe would train another model into the same tables.</summary>
    private void CheckAll()
    {
        foreach (RedisParameterTable table in _tables)
        {
            IReadOnlyList<RedisCommand> shards = table.Ask("WINNOW.TABLE.DESCRIBE");
            for (int shard = 0; shard < shards.Count; shard++)
                Compare(shards[shard], OptionWords.Of(table.Options with { Shard = shard }), $"Shard {shard} of table '{table.Options.Table.Name}'");
        }
        RedisCommand[] blocks = [.. _blocks.Keys.Select(k => new RedisCommand { Writes = false }.Start("WINNOW.DENSE.DESCRIBE", 1).Key(k.Bytes, k.Slot))];
        Cluster.Run(blocks);
        for (int b = 0; b < blocks.Length; b++) Compare(blocks[b], OptionWords.Of(Layout.Blocks[b]), $"Block '{Layout.Blocks[b].Name}'");
        RedisCommand queue = new RedisCommand { Writes = false }.Start("WINNOW.QUEUE.STATUS", 1).Key(_queue.Key.Bytes, _queue.Key.Slot);
        Cluster.Run(queue);
        Compare(queue, OptionWords.Of(Layout.Queue), "The queue");
    }

    private void Compare(RedisCommand described, IReadOnlyList<KeyValuePair<string, string>> wanted, string what)
    {
        if (described.Reply.Error is { } error) throw new RedisErrorException(error, $"{what} of run '{Layout.Run}'");
        ReadOnlySpan<RespValue> words = described.Reply["options"].Items;
        List<KeyValuePair<string, string>> present = [];
        for (int i = 0; i + 1 < words.Length; i += 2) present.Add(new(words[i].Text, words[i + 1].Text));
        if (OptionWords.Difference(present, wanted) is { } difference)
            throw new ArgumentException($"{what} of run '{Layout.Run}' was made with other options: {difference}. Join with the recipe it was made with, or delete the run.");
    }

    private static RedisCommand Create(string verb, StoreKey key, IReadOnlyList<KeyValuePair<string, string>> words, ReadOnlySpan<byte> values)
    {
        RedisCommand command = new RedisCommand().Start(verb, 1 + 2 * words.Count + (values.IsEmpty ? 0 : 2)).Key(key.Bytes, key.Slot);
        foreach ((string word, string value) in words) command.Text(word).Text(value);
        return values.IsEmpty ? command : command.Text("VALUES").Bytes(values);
    }
}
