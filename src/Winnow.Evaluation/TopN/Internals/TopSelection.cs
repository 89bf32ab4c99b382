using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>The best k of the scores of one user, ties by a random key of user and item.</summary>
internal static class TopSelection
{
    /// <summary>Fills <see cref="RankScratch.List"/> and <see cref="RankScratch.ListScores"/>.</summary>
    /// <param name="scores">Finite scores, or −∞ for what must not be in the list; shape [n].</param>
    /// <param name="items">Item of each score; empty: item i has score i.</param>
    /// <param name="threshold">From <see cref="ScoreRow.Look"/>.</param>
    /// <param name="keys">Word i is the key of item i; lower keys come first.</param>
    /// <param name="scratch">Where to work.</param>
    /// <returns>Length of the list, and whether an item left out scores as much as the last one in it.</returns>
    internal static (int Length, bool TiedAtEnd) Select(
        ReadOnlySpan<float> scores, ReadOnlySpan<int> items, float threshold, RandomStream keys, RankScratch scratch)
    {
        int k = scratch.List.Length, count = ScoreRow.Collect(scores, threshold, scratch.Places, scratch.Values);
        Span<int> found = scratch.Places.AsSpan(0, count);
        if (!items.IsEmpty)
            foreach (ref int place in found) place = items[place];
        bool tied = false;
        if (count > k) (count, tied) = KeepBest(found, threshold, k, keys, scratch);
        Order(count, keys, scratch);
        return (count, tied);
    }

    /// <summary>Moves the best k to the front, in any order.</summary>
    private static (int Count, bool Tied) KeepBest(Span<int> found, float threshold, int k, RandomStream keys, RankScratch scratch)
    {
        Span<float> values = scratch.Values.AsSpan(0, found.Length);
        float last = Last(values, threshold, k, scratch);
        int kept = 0, ties = 0;
        Span<ulong> tied = scratch.Keys;
        for (int i = 0; i < found.Length; i++)
        {
            if (values[i] > last) (found[kept], values[kept++]) = (found[i], values[i]);
            else if (values[i] == last) tied[ties++] = (uint)found[i];
        }
        int room = k - kept;
        if (ties > room) KeepLowestKeys(tied[..ties], room, keys, scratch);
        for (int i = 0; i < room; i++) (found[kept], values[kept++]) = ((int)(uint)tied[i], last);
        return (k, ties > room);
    }

    /// <summary>The k-th highest score. At least k scores reach the threshold, so that it is the threshold itself unless k exceed it.</summary>
    private static float Last(ReadOnlySpan<float> values, float threshold, int k, RankScratch scratch)
    {
        if (ScoreRow.Count(values, threshold).Above < k) return threshold;
        Span<float> permuted = scratch.Permuted.AsSpan(0, values.Length);
        values.CopyTo(permuted);
        return Selection.Nth(permuted, values.Length - k);
    }

    /// <summary>Above this share of the catalogue it is cheaper to draw all keys at once, because that is vectorised.</summary>
    private const int BulkShare = 8;

    /// <summary>Moves the tied items with the lowest keys to the front.</summary>
    private static void KeepLowestKeys(Span<ulong> tied, int room, RandomStream keys, RankScratch scratch)
    {
        Span<uint> all = MemoryMarshal.Cast<float, uint>(scratch.Permuted.AsSpan());
        bool bulk = tied.Length > all.Length / BulkShare;
        if (bulk) keys.FillUInt32(all);
        foreach (ref ulong item in tied) item |= (ulong)(bulk ? all[(int)item] : keys.UInt32(item)) << 32;

        // Keys are uniform, so those below this limit are a few more than needed: five standard deviations. Only they are sorted out.
        double limit = (room + 5 * Math.Sqrt(room) + 16) / tied.Length * 4294967296.0;
        Span<ulong> low = scratch.LowKeys.AsSpan(0, tied.Length);
        int count = 0;
        foreach (ulong item in tied)
        {
            low[count] = item;
            if (item >> 32 < limit) count++;
        }
        if (count < room)
        {
            Selection.Nth(tied, room);
            return;
        }
        Selection.Nth(low[..count], room - 1);
        low[..room].CopyTo(tied);
    }

    /// <summary>Sorts the list by descending score, equal ones by ascending key.</summary>
    private static void Order(int count, RandomStream keys, RankScratch scratch)
    {
        Span<ulong> order = scratch.Keys.AsSpan(0, count);
        for (int i = 0; i < count; i++) order[i] = ((ulong)~Ascending(scratch.Values[i]) << 32) | (uint)scratch.Places[i];
        order.Sort();
        for (int start = 0, end; start < count; start = end)
        {
            for (end = start + 1; end < count && order[end] >> 32 == order[start] >> 32;) end++;
            if (end - start > 1) SortTies(order[start..end], keys);
        }
        for (int i = 0; i < count; i++)
        {
            scratch.List[i] = (int)(uint)order[i];
            scratch.ListScores[i] = Score(~(uint)(order[i] >> 32));
        }
    }

    private static void SortTies(Span<ulong> ties, RandomStream keys)
    {
        ulong score = ties[0] >> 32 << 32;
        foreach (ref ulong tie in ties) tie = ((ulong)keys.UInt32((uint)tie) << 32) | (uint)tie;
        ties.Sort();
        foreach (ref ulong tie in ties) tie = score | (uint)tie;
    }

    /// <summary>A whole number that grows with the score; −0 becomes 0, because they are equal.</summary>
    private static uint Ascending(float score)
    {
        uint bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits & 0x8000_0000) == 0 ? bits | 0x8000_0000 : ~bits;
    }

    private static float Score(uint ascending) =>
        BitConverter.UInt32BitsToSingle((ascending & 0x8000_0000) != 0 ? ascending & 0x7FFF_FFFF : ~ascending);
}
