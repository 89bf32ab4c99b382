using System.Runtime.InteropServices;

namespace Winnow.Evaluation.Internals;

/// <summary>Rows of a log by group (user, query, page), groups numbered by first appearance; group 0 means "none" and has no
/// number.</summary>
internal sealed class GroupIndex
{
    /// <summary>The number of a row that belongs to no group.</summary>
    internal const int None = -1;

    private GroupIndex(int[] ofRow, int count) => (OfRow, Count) = (ofRow, count);

    /// <summary>Number of each row's group in [0, <see cref="Count"/>), or <see cref="None"/>.</summary>
    internal int[] OfRow { get; }

    internal int Count { get; }

    internal static GroupIndex Build(ReadOnlySpan<ulong> groups)
    {
        Dictionary<ulong, int> numbers = [];
        int[] ofRow = new int[groups.Length];
        for (int i = 0; i < groups.Length; i++)
        {
            if (groups[i] == 0) { ofRow[i] = None; continue; }
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, groups[i], out bool known);
            if (!known) number = numbers.Count - 1;
            ofRow[i] = number;
        }
        return new GroupIndex(ofRow, numbers.Count);
    }

    /// <summary>The order of scores cut into groups: entries of group g are [Starts[g], Starts[g + 1]), still ascending in
    /// score.</summary>
    /// <remarks>A stable counting sort. The tie flag of an entry is set anew, for neighbours within the group.</remarks>
    internal (uint[] Entries, int[] Starts) Split(ScoreOrder order, ReadOnlySpan<float> scores)
    {
        int[] starts = new int[Count + 2];
        foreach (int group in OfRow) starts[group + 2]++;
        int withoutGroup = starts[1];
        starts[1] = 0;
        for (int g = 1; g < starts.Length; g++) starts[g] += starts[g - 1];     // starts[g + 1] is where group g begins

        uint[] entries = new uint[OfRow.Length - withoutGroup];
        foreach (uint entry in order.Entries)
        {
            int row = ScoreOrder.RowOf(entry), group = OfRow[row];
            if (group != None) entries[starts[group + 1]++] = entry & ~ScoreOrder.StartsTieFlag;
        }
        for (int g = 0; g < Count; g++) MarkTies(entries.AsSpan(starts[g]..starts[g + 1]), scores);
        return (entries, starts[..(Count + 1)]);
    }

    private static void MarkTies(Span<uint> entries, ReadOnlySpan<float> scores)
    {
        for (int i = 0; i < entries.Length; i++)
            if (i == 0 || scores[ScoreOrder.RowOf(entries[i])] != scores[ScoreOrder.RowOf(entries[i - 1])])
                entries[i] |= ScoreOrder.StartsTieFlag;
    }
}
