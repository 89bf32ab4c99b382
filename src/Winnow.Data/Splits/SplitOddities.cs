using System.Globalization;

namespace Winnow.Data;

/// <summary>What in a split contradicts itself. Published splits have such things, and published figures were measured with them.</summary>
/// <param name="TestPairsInTraining">Pairs of user and item that are both learnt from and judged on.</param>
/// <param name="TestItemsAmongNegatives">Negatives that the same user really took.</param>
/// <param name="UsersWithTestItemAmongNegatives">Users who have such a negative, and so fewer candidates.</param>
/// <param name="KnownItemsAmongNegatives">Negatives that are in the history of the same user; a filter of seen items drops them.</param>
/// <param name="UsersWithoutHistory">Judged users of whom nothing is known.</param>
public sealed record SplitOddities(
    long TestPairsInTraining, long TestItemsAmongNegatives, int UsersWithTestItemAmongNegatives, long KnownItemsAmongNegatives, int UsersWithoutHistory)
{
    /// <summary>Whether there are none.</summary>
    public bool None => TestPairsInTraining == 0 && TestItemsAmongNegatives == 0 && KnownItemsAmongNegatives == 0;

    /// <summary>Counts them in a held-out part.</summary>
    public static SplitOddities Of(HeldOut part)
    {
        ArgumentNullException.ThrowIfNull(part);
        long leaked = 0, positives = 0, known = 0;
        int users = 0, cold = 0;
        for (int row = 0; row < part.Users.Count; row++)
        {
            ReadOnlySpan<int> history = part.Histories.Row(row), relevant = part.Relevant.Row(row);
            if (history.IsEmpty) cold++;
            leaked += MatrixRows.Shared(history, relevant);
            if (part.Negatives is null) continue;
            int both = MatrixRows.Shared(part.Negatives.Row(row), relevant);
            positives += both;
            if (both > 0) users++;
            known += MatrixRows.Shared(part.Negatives.Row(row), history);
        }
        return new SplitOddities(leaked, positives, users, known, cold);
    }

    /// <summary>One line with every count that is not 0; "none" if all are.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        Say(TestPairsInTraining, "test pairs in training");
        Say(UsersWithTestItemAmongNegatives, "users with a test item among their negatives");
        Say(KnownItemsAmongNegatives, "negatives the user already had");
        Say(UsersWithoutHistory, "judged users without history");
        return parts.Count == 0 ? "none" : string.Join(", ", parts);

        void Say(long count, string what)
        {
            if (count > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {what}"));
        }
    }
}
