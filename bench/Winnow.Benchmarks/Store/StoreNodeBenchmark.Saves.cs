using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Winnow.Store;
using Winnow.Store.Local;

namespace Winnow.Benchmarks;

/// <content>Background saves: how long the server stands still, beside plain Redis that holds the same bytes in strings of 64 KiB.</content>
internal sealed partial class StoreNodeBenchmark
{
    private const int SaveRounds = 5, StringBytes = 64 << 10;

    private static IEnumerable<BenchmarkRow> Saves(LocalNode node, LocalNode plain)
    {
        long bytes = node.Execute("MEMORY", "USAGE", "t").Integer;
        FillPlain(plain, bytes);
        List<Save> ours = [], theirs = [];
        for (int round = 0; round < SaveRounds; round++)
        {
            ours.Add(MeasureSave(node));
            theirs.Add(MeasureSave(plain));
        }
        const string Of = "plain Redis with as many bytes in strings of 64 KiB";
        string size = $"{bytes / 1e6:N0} MB";
        yield return Row($"fork for a background save of {size}", s => s.ForkMilliseconds);
        yield return Row($"longest PING during that save", s => s.LongestPingMilliseconds);
        yield return Row($"99 % of PINGs during that save take less than", s => s.UsualPingMilliseconds);
        yield return Row($"that save takes", s => s.Milliseconds);

        yield return new("copied on write while every row is pushed once during a background save", CopiedWhilePushing(node) / 1e6, bytes / 1e6, "the table", "MB", LessIsBetter: true);

        BenchmarkRow Row(string name, Func<Save, double> figure) =>
            new(name, Rounds.Median([.. ours.Select(figure)]), Rounds.Median([.. theirs.Select(figure)]), Of, "ms", LessIsBetter: true);
    }

    /// <summary>Strings that do not compress, as rows do not.</summary>
    private static void FillPlain(LocalNode plain, long bytes)
    {
        using RedisConnection connection = plain.Connect();
        Random random = new(1);
        byte[] text = new byte[StringBytes];
        RedisCommand command = new();
        for (long at = 0, number = 0; at < bytes; at += StringBytes, number++)
        {
            random.NextBytes(text);
            connection.Execute(command.Start("SET", 2).Text("s" + number.ToString(CultureInfo.InvariantCulture)).Bytes(text));
        }
    }

    private static Save MeasureSave(LocalNode node)
    {
        using RedisConnection connection = node.Connect(), watch = node.Connect();
        RedisCommand ping = RedisCommand.Of("PING");
        List<double> pings = [];
        long began = Stopwatch.GetTimestamp();
        connection.Execute(RedisCommand.Of("BGSAVE"));
        do
        {
            for (int i = 0; i < 200; i++)
            {
                long asked = Stopwatch.GetTimestamp();
                connection.Execute(ping);
                pings.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
        }
        while (watch.Execute(RedisCommand.Of("INFO", "persistence")).Text.Contains("rdb_bgsave_in_progress:1", StringComparison.Ordinal));
        double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        pings.Sort();
        double fork = double.Parse(node.Info("latest_fork_usec")!, CultureInfo.InvariantCulture) / 1e3;
        return new(fork, pings[^1], pings[(int)(pings.Count * 0.99)], milliseconds);
    }

    /// <summary>Bytes the child of a save had copied, because rows were changed while it wrote.</summary>
    private static double CopiedWhilePushing(LocalNode node)
    {
        const int BatchKeys = 4096;
        ulong[] keys = [.. Enumerable.Range(1, Rows).Select(k => (ulong)k)];
        new Random(3).Shuffle(keys);
        byte[] gradients = new byte[BatchKeys * RowBytes];
        using RedisConnection connection = node.Connect();
        RedisCommand command = new();
        connection.Execute(RedisCommand.Of("BGSAVE"));
        for (int first = 0, position = 0; first < Rows; first += BatchKeys, position++)
        {
            int count = Math.Min(BatchKeys, Rows - first);
            connection.Execute(command.Start("WINNOW.TABLE.PUSH", 7).Text("t").Number(2L).Number((long)position).Number(1L).Number(0.01f)
                .Bytes(MemoryMarshal.AsBytes(keys.AsSpan(first, count))).Bytes(gradients.AsSpan(0, count * RowBytes)));
        }
        while (node.Info("rdb_bgsave_in_progress") != "0") Thread.Sleep(10);
        return double.Parse(node.Info("rdb_last_cow_size")!, CultureInfo.InvariantCulture);
    }

    private sealed record Save(double ForkMilliseconds, double LongestPingMilliseconds, double UsualPingMilliseconds, double Milliseconds);
}
