namespace Winnow.Store.Module.Tests.Fuzzing;

/// <summary>Makes up commands of the module: mostly almost right ones.</summary>
internal sealed class FuzzCommands(Random random)
{
    private static readonly string[] s_verbs =
    [
        "WINNOW.TABLE.CREATE", "WINNOW.TABLE.PULL", "WINNOW.TABLE.PUSH", "WINNOW.TABLE.COUNT", "WINNOW.TABLE.DESCRIBE", "WINNOW.TABLE.SWEEP", "WINNOW.TABLE.SCAN",
        "WINNOW.TABLE.SNAPSHOT", "WINNOW.TABLE.BEGINRESTORE", "WINNOW.TABLE.RESTOREROWS", "WINNOW.DENSE.CREATE", "WINNOW.DENSE.PULL", "WINNOW.DENSE.PUSH",
        "WINNOW.DENSE.STATE", "WINNOW.DENSE.LOAD", "WINNOW.DENSE.DESCRIBE", "WINNOW.QUEUE.CREATE", "WINNOW.QUEUE.OPEN", "WINNOW.QUEUE.CLOSE", "WINNOW.QUEUE.LEASE",
        "WINNOW.QUEUE.RENEW", "WINNOW.QUEUE.LEAVE", "WINNOW.QUEUE.COMPLETE", "WINNOW.QUEUE.STATUS", "WINNOW.REBUILD",
    ];

    private static readonly string[] s_words =
    [
        "", "0", "1", "-1", "3", "16", "64", "256", "257", "65536", "65537", "2147483647", "2147483648", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
        "99999999999999999999", "0.1", "1e-8", "-0.5", "1e38", "1e39", "nan", "inf", "-inf", "NAME", "DIM", "SEED", "ADMIT", "TTL", "BUDGET", "VALUES", "AT", "COUNT", "BYTES", "row",
        "waiting", "end", "row:5", "waiting:5", "table", "sgd", "adam", "none", "float32", "bfloat16", "\u00e9\u00e8", "a\nb", "worker-1", "{x}",
    ];

    private static readonly string[] s_optimizers = ["sgd", "adagrad", "rowwise-adagrad", "adam", "ftrl"], s_forms = ["none", "constant", "adaptive"];

    private long _position;

    /// <summary>A key, mostly of one of the values being fuzzed.</summary>
    public string Key() => random.Next(12) switch
    {
        < 6 => $"t{random.Next(6)}",
        < 8 => $"d{random.Next(3)}",
        < 10 => $"q{random.Next(2)}",
        10 => "text",
        _ => $"x{random.Next(5)}",
    };

    /// <summary>The next command.</summary>
    public object[] Next()
    {
        switch (random.Next(40))
        {
            case 0: return ["UNLINK", Key()];
            case 1: return ["DEL", Key()];
            case 2: return ["COPY", Key(), Key(), "REPLACE"];
            case 3: return ["DUMP", Key()];
            case 4: return ["DEBUG", "DIGEST-VALUE", Key()];
            case 5: return ["MEMORY", "USAGE", Key()];
            case 6: return ["SET", "text", "x"];
            case 7 when random.Next(20) == 0: return ["BGSAVE"];
            case 8: return [s_verbs[random.Next(s_verbs.Length)], .. Enumerable.Range(0, random.Next(10)).Select(_ => Anything())];
        }
        object[] command = Proper();
        if (random.Next(2) == 0) return command;
        List<object> mutated = [.. command];
        for (int change = random.Next(2); change >= 0; change--) Mutate(mutated);
        return [.. mutated];
    }

    private object[] Proper()
    {
        string table = $"t{random.Next(6)}", dense = $"d{random.Next(3)}", queue = $"q{random.Next(2)}", worker = $"worker-{random.Next(5)}";
        int dimension = Dimension(table), length = 1 + dense[1] % 5;
        int parts = random.Next(3) == 0 ? 4 : 1;
        int count = random.Next(4) == 0 ? 0 : random.Next(1, 60);
        return random.Next(22) switch
        {
            0 or 1 => Create(table, dimension),
            2 or 3 or 4 => ["WINNOW.TABLE.PULL", table, Source(), random.Next(5) == 0 ? random.Next(100) : 0, Keys(count)],
            5 or 6 or 7 or 8 => ["WINNOW.TABLE.PUSH", table, Source(), Position(), parts, "0.05", Keys(count), Floats(count * dimension),
                .. random.Next(3) == 0 ? (object[])[Floats(count * dimension)] : []],
            9 => ["WINNOW.TABLE.SWEEP", table, random.Next(20)],
            10 => ["WINNOW.TABLE.SCAN", table, random.NextInt64(), "COUNT", random.Next(1, 200)],
            11 => ["WINNOW.TABLE.SNAPSHOT", table, $"{(random.Next(2) == 0 ? "row" : "waiting")}:{random.NextInt64()}", "BYTES", random.Next(1, 20_000)],
            12 => random.Next(10) == 0 ? ["WINNOW.TABLE.BEGINRESTORE", table, random.Next(1000), random.Next(1000), random.Next(10)]
                : ["WINNOW.TABLE.RESTOREROWS", table, random.Next(2) == 0 ? "row" : "waiting", Bytes(random.Next(4) * (dimension * 4 + 16))],
            13 => ["WINNOW.TABLE.DESCRIBE", table],
            14 => ["WINNOW.DENSE.CREATE", dense, "NAME", "w", "LENGTH", length, "OPTIMIZER", s_optimizers[random.Next(4)], "VALUES", Floats(length)],
            15 => ["WINNOW.DENSE.PUSH", dense, Source(), Position(), parts, "0.1", Floats(random.Next(5) == 0 ? 0 : length)],
            16 => ["WINNOW.DENSE.PULL", dense, Source(), random.Next(10) == 0 ? 5 : 0, random.Next(-1, 50)],
            17 => random.Next(2) == 0 ? ["WINNOW.DENSE.LOAD", dense, random.Next(100), Floats(length)] : ["WINNOW.DENSE.STATE", dense],
            18 => random.Next(2) == 0 ? ["WINNOW.QUEUE.CREATE", queue, "PARTS", random.Next(1, 5), "STALENESS", random.Next(5)] : ["WINNOW.QUEUE.OPEN", queue, random.Next(10_000), "1"],
            19 => ["WINNOW.QUEUE.LEASE", queue, worker, random.Next(1, 50)],
            20 => ["WINNOW.QUEUE.COMPLETE", queue, worker, random.Next(500), "0.3", random.Next(1000)],
            _ => random.Next(4) switch
            {
                0 => ["WINNOW.QUEUE.RENEW", queue, worker, random.Next(1, 50)],
                1 => ["WINNOW.QUEUE.LEAVE", queue, worker],
                2 when random.Next(20) == 0 => ["WINNOW.QUEUE.CLOSE", queue],
                _ => ["WINNOW.QUEUE.STATUS", queue],
            },
        };
    }

    private object[] Create(string table, int dimension)
    {
        List<object> command = ["WINNOW.TABLE.CREATE", table, "NAME", "fuzz", "DIM", dimension, "OPTIMIZER", s_optimizers[random.Next(s_optimizers.Length)]];
        if (random.Next(2) == 0) command.AddRange(["ADMIT", random.Next(1, 5)]);
        if (random.Next(3) == 0) command.AddRange(["TTL", random.Next(200)]);
        if (random.Next(3) == 0) command.AddRange(["BUDGET", random.Next(200_000, 2_000_000)]);
        if (random.Next(3) == 0) command.AddRange(["PRECISION", "bfloat16"]);
        if (random.Next(3) == 0) command.AddRange(["TICK", random.Next(1, 10)]);
        if (random.Next(3) == 0) command.AddRange(["HALFLIFE", random.Next(100)]);
        if (random.Next(3) == 0) command.AddRange(["COLD", "initial"]);
        if (random.Next(3) == 0) command.AddRange(["COMPENSATE", s_forms[random.Next(s_forms.Length)]]);
        if (random.Next(6) == 0) command.AddRange(["SHARD", random.Next(3), "OF", 3]);
        return [.. command];
    }

    private void Mutate(List<object> command)
    {
        int at = random.Next(1, Math.Max(2, command.Count));
        switch (random.Next(6))
        {
            case 0 when at < command.Count:
                command.RemoveAt(at);
                break;
            case 1:
                command.Insert(Math.Min(at, command.Count), Anything());
                break;
            case 2 when at < command.Count && command[at] is byte[] { Length: > 0 } bytes:
                byte[] changed = [.. bytes];
                for (int i = random.Next(4); i >= 0; i--) changed[random.Next(changed.Length)] = (byte)random.Next(256);
                command[at] = changed;
                break;
            case 3 when at < command.Count && command[at] is byte[] { Length: > 0 } whole:
                command[at] = whole[..random.Next(whole.Length)];
                break;
            default:
                if (at < command.Count) command[at] = Anything();
                break;
        }
    }

    private object Anything() => random.Next(3) switch
    {
        0 => Bytes(random.Next(random.Next(8) == 0 ? 20_000 : 100)),
        1 => Key(),
        _ => s_words[random.Next(s_words.Length)],
    };

    private static int Dimension(string table) => table[1] switch { '0' => 1, '1' => 3, '2' => 8, '3' => 16, '4' => 33, _ => 64 };

    private int Source() => random.Next(30) == 0 ? random.Next(1000) : random.Next(3);

    /// <summary>Positions come in order, nearly.</summary>
    private long Position() => Math.Max(0, _position++ / 8 - random.Next(40));

    private byte[] Keys(int count) => ModuleServer.Blob<ulong>([.. Enumerable.Range(0, count).Select(_ => random.Next(20) == 0 ? (ulong)random.NextInt64() : (ulong)random.Next(3000))]);

    private byte[] Floats(int count)
    {
        float[] numbers = [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        if (count > 0 && random.Next(20) == 0) numbers[random.Next(count)] = random.Next(3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => 1e38f };
        return ModuleServer.Blob<float>(numbers);
    }

    private byte[] Bytes(int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
