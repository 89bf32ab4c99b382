using System.Text;

namespace Winnow.Store;

/// <summary>The keys of a training run in Redis: <c>winnow:RUN:table:NAME:{TAG}</c>, <c>winnow:RUN:dense:I:NAME:{TAG}</c>,
/// <c>winnow:RUN:queue:{TAG}</c>. The tags spread shards and blocks evenly over the slots.</summary>
public static class StoreKeys
{
    /// <summary>What all keys of all runs begin with.</summary>
    public const string Prefix = "winnow:";

    /// <summary>What all keys of a run begin with.</summary>
    public static string PrefixOf(string run) => $"{Prefix}{run}:";

    /// <summary>The key of one shard of a table.</summary>
    public static string TableShard(string run, string table, int shard, int shards) =>
        $"{PrefixOf(run)}table:{Escaped(table)}:{{{Tag(shard, shards)}}}";

    /// <summary>The key of a dense block.</summary>
    public static string DenseBlock(string run, string block, int index, int blocks) =>
        $"{PrefixOf(run)}dense:{index}:{Escaped(block)}:{{{Tag(index, blocks)}}}";

    /// <summary>The key of the queue.</summary>
    public static string Queue(string run) => $"{PrefixOf(run)}queue:{{{HashSlot.TagFor(0)}}}";

    /// <summary>A key that is written to before waiting for replicas, so that the wait counts from now; in the slot of another key.</summary>
    internal static byte[] Fence(string run, ReadOnlySpan<byte> other)
    {
        int open = other.IndexOf((byte)'{');
        return [.. Encoding.UTF8.GetBytes($"{PrefixOf(run)}fence:"), .. other[open..]];
    }

    /// <summary>Throws unless a name can be part of keys.</summary>
    /// <exception cref="ArgumentException">It is no name of a run.</exception>
    internal static void CheckRun(string run)
    {
        if (run.Length is < 1 or > 128 || !run.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new ArgumentException($"The run is called '{run}'; expected 1 to 128 letters, digits, '-', '_' or '.'.", nameof(run));
    }

    private static string Tag(int index, int count) => HashSlot.TagFor((int)((2L * index + 1) * HashSlot.Count / (2L * count)));

    /// <summary>Braces and colons of a name would be taken for ours.</summary>
    private static string Escaped(string name) => Uri.EscapeDataString(name);
}
