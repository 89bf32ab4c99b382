using System.Diagnostics;
using System.Globalization;
using Winnow.Store.Local;

namespace Winnow.Store.Chaos.Tests;

/// <summary>Whether replicas hold what their masters hold.</summary>
internal static class Copies
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(20);

    /// <summary>Fails unless each replica has the keys of its master, each with the same digest of its content. Nobody may write.</summary>
    public static void AssertReplicasEqualMasters(LocalCluster cluster)
    {
        foreach (LocalNode master in cluster.Masters)
        {
            string port = master.Port.ToString(CultureInfo.InvariantCulture);
            foreach (LocalNode replica in cluster.Nodes.Where(n => n.Info("role") == "slave" && n.Info("master_port") == port))
            {
                AwaitSameOffset(master, replica);
                Dictionary<string, string> expected = Digests(master);
                Assert.NotEmpty(expected);
                Assert.Equal(expected, Digests(replica));
            }
        }
    }

    private static void AwaitSameOffset(LocalNode master, LocalNode replica)
    {
        for (long began = Stopwatch.GetTimestamp(); long.Parse(replica.Info("slave_repl_offset")!, CultureInfo.InvariantCulture) < long.Parse(master.Info("master_repl_offset")!, CultureInfo.InvariantCulture);)
            if (Stopwatch.GetElapsedTime(began) > s_most) throw new TimeoutException($"The replica on port {replica.Port} does not catch up with its master.");
    }

    private static Dictionary<string, string> Digests(LocalNode node)
    {
        using RedisConnection connection = node.Connect();
        string[] keys = [.. connection.Execute(RedisCommand.Of("KEYS", "*")).Items.ToArray().Select(k => k.Text).Order(StringComparer.Ordinal)];
        RespValue digests = connection.Execute(RedisCommand.Of(["DEBUG", "DIGEST-VALUE", .. keys]));
        return keys.Zip(digests.Items.ToArray().Select(d => d.Text)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
    }
}
