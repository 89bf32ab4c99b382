using System.Globalization;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Holds out a share of the events, drawn without replacement.</summary>
/// <param name="Share">Share held out, between 0 and 1.</param>
/// <param name="PerUser">Whether the share is drawn from each user's events (rounded to the nearest number; at least one event stays)
/// instead of from all.</param>
public sealed record RandomHoldOut(double Share = 0.2, bool PerUser = true) : SplitRule
{
    internal override bool[] Mark(Interactions log, RandomStream random)
    {
        CheckShare(Share, nameof(Share));
        bool[] held = new bool[log.Count];
        if (!PerUser)
        {
            long wanted = (long)Math.Round(Share * log.Count), left = log.Count;
            for (int e = 0; e < held.Length; e++, left--)
                if (held[e] = Draw(random, (ulong)e, wanted, left)) wanted--;
            return held;
        }
        int[] order = EventOrder.ByUser(log, out int[] starts);
        for (int user = 0; user < log.Users.Count; user++)
        {
            int left = starts[user + 1] - starts[user];
            long wanted = Math.Min(left - 1, (long)Math.Round(Share * left, MidpointRounding.AwayFromZero));
            for (int at = starts[user]; at < starts[user + 1]; at++, left--)
                if (held[order[at]] = Draw(random, (ulong)order[at], wanted, left)) wanted--;
        }
        return held;
    }

    internal override string Describe(ulong? seed) =>
        string.Create(CultureInfo.InvariantCulture, $"random hold-out of {100 * Share:0.##} % {(PerUser ? "a user" : "of all events")}{Seeded(seed)}");

    /// <summary>Whether the next of <paramref name="left"/> elements is among the <paramref name="wanted"/> still to be drawn
    /// (selection sampling, Knuth, TAOCP 2, 3.4.2 S): exact in number, one pass, no memory.</summary>
    private static bool Draw(RandomStream random, ulong element, long wanted, long left) =>
        wanted > 0 && (long)Math.BigMul(random.UInt64(element), (ulong)left, out _) < wanted;
}
