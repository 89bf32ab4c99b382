using System.Globalization;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Holds out the latest events of all users together: no event is learnt from that is not before the first one judged.</summary>
/// <param name="Share">Share held out, between 0 and 1; about, because events of the same time stay together.</param>
/// <remarks>The only cut that is like use in service (Meng et al., RecSys 2020; Ji et al., TOIS 2023). Users and items that appear for
/// the first time in the test part stay in it: they are cold.</remarks>
public sealed record GlobalTime(double Share = 0.2) : SplitRule
{
    internal override bool[] Mark(Interactions log, RandomStream random)
    {
        CheckShare(Share, nameof(Share));
        if (log.Times.IsEmpty) throw new ArgumentException($"The rule '{this}' needs times, and the log has none. Name its time column, or take another rule.", nameof(log));
        if (log.Count == 0) return [];
        long[] sorted = log.Times.ToArray();
        Array.Sort(sorted);
        long first = sorted[Math.Min(sorted.Length - 1, (int)Math.Round((1 - Share) * sorted.Length))];
        if (first == sorted[0]) first = sorted.FirstOrDefault(t => t > sorted[0], first);
        bool[] held = new bool[log.Count];
        for (int e = 0; e < held.Length; e++) held[e] = log.Times[e] >= first;
        return held;
    }

    internal override string Describe(ulong? seed) => string.Create(CultureInfo.InvariantCulture, $"global time split, latest {100 * Share:0.##} %");
}
