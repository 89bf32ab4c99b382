using System.Text;

namespace Winnow.Store.Module.Tests.Fuzzing;

/// <summary>Sends batches of commands: well-formed ones, mutated ones, random ones, and mutated payloads to RESTORE.</summary>
internal sealed class FuzzRun(ModuleServer server, int seed)
{
    private const int BatchCommands = 64, RestoreShare = 6;

    private readonly Random _random = new(seed);
    private readonly FuzzCommands _commands = new(new Random(seed + 1));
    private readonly RedisCommand[] _batch = [.. Enumerable.Range(0, BatchCommands).Select(_ => new RedisCommand { OwnsArguments = true })];
    private readonly StringBuilder _last = new();
    private readonly List<byte[]> _dumps = [];

    public long Accepted { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Mutated payloads that were accepted.</summary>
    public long Restored { get; private set; }

    /// <summary>What was sent last, for a report.</summary>
    public string LastBatch => _last.ToString();

    /// <summary>Sends a batch and receives its replies; returns how many commands it had.</summary>
    public int Batch()
    {
        if (_dumps.Count == 0 || _random.Next(20) == 0) TakeDumps();
        using RedisConnection connection = server.Node.Connect();
        bool[] isRestore = new bool[BatchCommands];
        _last.Clear();
        for (int i = 0; i < BatchCommands; i++)
        {
            isRestore[i] = _random.Next(RestoreShare) == 0;
            object[] words = isRestore[i]
                ? ["RESTORE", _commands.Key(), 0, RdbMutation.Of(_dumps[_random.Next(_dumps.Count)], _random), "REPLACE"]
                : _commands.Next();
            Write(_batch[i], words);
        }
        connection.Send(_batch);
        for (int i = 0; i < BatchCommands; i++)
        {
            connection.Receive(_batch[i]);
            bool accepted = _batch[i].Reply.Error is null;
            if (accepted) Accepted++;
            else Refused++;
            if (accepted && isRestore[i]) Restored++;
        }
        return BatchCommands;
    }

    private void TakeDumps()
    {
        foreach (string key in (string[])["still-table", "still-parts", "still-dense", "still-queue", _commands.Key()])
        {
            RespValue dump = server.Call("DUMP", key);
            if (dump.Kind != RespKind.Bytes) continue;
            if (_dumps.Count < 40) _dumps.Add(dump.Bytes.ToArray());
            else _dumps[_random.Next(_dumps.Count)] = dump.Bytes.ToArray();
        }
    }

    private void Write(RedisCommand command, object[] words)
    {
        command.Start((string)words[0], words.Length - 1);
        _last.Append(words[0]);
        foreach (object word in words.AsSpan(1))
        {
            if (word is byte[] bytes)
            {
                command.Bytes(bytes);
                _last.Append(" 0x").Append(Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 4096))));
            }
            else
            {
                string text = Convert.ToString(word, System.Globalization.CultureInfo.InvariantCulture)!;
                command.Text(text);
                _last.Append(' ').Append(text);
            }
        }
        _last.Append('\n');
    }
}
