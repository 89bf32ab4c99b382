using System.Globalization;
using Winnow.Data;

namespace Winnow.Evaluation;

/// <summary>Some of the judged users, with a name.</summary>
/// <param name="Name">What to call them: <c>cold (≤ 22 items)</c>.</param>
/// <param name="Rows">Their rows in the <see cref="HeldOut"/>, ascending.</param>
public sealed record UserGroup(string Name, IReadOnlyList<int> Rows)
{
    /// <summary>Cold, light and heavy users: the quarter with the shortest histories, the half in between, the quarter with the longest. Users with
    /// histories of one length stay together, so that shares are approximate.</summary>
    public static IReadOnlyList<UserGroup> ByHistory(HeldOut heldOut)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        int[] lengths = Lengths(heldOut);
        Array.Sort(lengths);
        return lengths.Length == 0 ? [] : ByHistory(heldOut, lengths[(lengths.Length - 1) / 4], lengths[(lengths.Length - 1) * 3 / 4]);
    }

    /// <summary>Cold, light and heavy users by explicit bounds.</summary>
    /// <param name="heldOut">The judged users.</param>
    /// <param name="cold">Longest history of a cold user.</param>
    /// <param name="light">Longest history of a light user, at least <paramref name="cold"/>.</param>
    /// <returns>The three groups; one may be empty.</returns>
    public static IReadOnlyList<UserGroup> ByHistory(HeldOut heldOut, int cold, int light)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentOutOfRangeException.ThrowIfNegative(cold);
        ArgumentOutOfRangeException.ThrowIfLessThan(light, cold);
        List<int>[] rows = [[], [], []];
        int[] lengths = Lengths(heldOut);
        for (int row = 0; row < lengths.Length; row++) rows[lengths[row] <= cold ? 0 : lengths[row] <= light ? 1 : 2].Add(row);
        return
        [
            new UserGroup(string.Create(CultureInfo.InvariantCulture, $"cold (≤ {cold} items)"), rows[0]),
            new UserGroup(string.Create(CultureInfo.InvariantCulture, $"light ({cold + 1} … {light})"), rows[1]),
            new UserGroup(string.Create(CultureInfo.InvariantCulture, $"heavy (> {light})"), rows[2]),
        ];
    }

    private static int[] Lengths(HeldOut heldOut)
    {
        int[] lengths = new int[heldOut.Users.Count];
        for (int row = 0; row < lengths.Length; row++) lengths[row] = heldOut.Histories.RowLength(row);
        return lengths;
    }
}
