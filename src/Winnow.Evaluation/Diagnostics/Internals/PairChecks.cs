using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Checks of pairs of users and items that stand where they should not, and of users who are not judged.</summary>
internal static class PairChecks
{
    /// <summary>Pairs that are learnt from and judged on.</summary>
    public static SplitCheck Leaks(InteractionSplit split)
    {
        long leaked = SharedWithTraining(split.Test, split.Train.ByUser), tuned = split.Validation is { } v ? SharedWithTraining(v, split.Train.ByUser) : 0;
        long both = split.Validation is { } validation ? Shared(validation, split.Test, split.Train.Users.Count) : 0;
        Dictionary<string, double> figures = new() { ["testPairsInTraining"] = leaked, ["validationPairsInTraining"] = tuned, ["testPairsInValidation"] = both };
        if (leaked + tuned + both == 0) return new SplitCheck("leaked pairs", CheckVerdict.Ok, "no judged pair is learnt from.") { Figures = figures };
        List<string> parts = [];
        if (leaked > 0) parts.Add($"{leaked:N0} of {split.Test.Relevant.Entries:N0} test pairs are in the training part");
        if (tuned > 0) parts.Add($"{tuned:N0} of {split.Validation!.Relevant.Entries:N0} validation pairs are in the training part");
        if (both > 0) parts.Add($"{both:N0} test pairs are validated on");
        return new SplitCheck("leaked pairs", CheckVerdict.Fault, $"{string.Join("; ", parts)}. Take them out of the training part.") { Figures = figures };
    }

    /// <summary>Negatives that are none, or not as many for each user.</summary>
    public static SplitCheck Negatives(InteractionSplit split)
    {
        const string name = "negatives";
        if (split.Test.Negatives is not { } negatives) return new SplitCheck(name, CheckVerdict.Ok, "none: the whole catalogue is ranked.");
        SplitOddities oddities = SplitOddities.Of(split.Test);
        int fewest = int.MaxValue, most = 0;
        for (int row = 0; row < negatives.Rows; row++) (fewest, most) = (Math.Min(fewest, negatives.RowLength(row)), Math.Max(most, negatives.RowLength(row)));
        Dictionary<string, double> figures = new()
        {
            ["negatives"] = negatives.Entries, ["fewest"] = fewest, ["most"] = most,
            ["usersWithTestItemAmongNegatives"] = oddities.UsersWithTestItemAmongNegatives, ["knownItemsAmongNegatives"] = oddities.KnownItemsAmongNegatives,
        };
        string size = fewest == most ? $"{fewest} a user" : $"{fewest} to {most} a user";
        List<string> parts = [];
        if (oddities.UsersWithTestItemAmongNegatives > 0) parts.Add($"{oddities.UsersWithTestItemAmongNegatives:N0} users have a test item among them, and so fewer candidates");
        if (oddities.KnownItemsAmongNegatives > 0) parts.Add($"{oddities.KnownItemsAmongNegatives:N0} of {negatives.Entries:N0} are items the user already has");
        if (fewest != most) parts.Add("users differ in how many they have, and so in how hard they are");
        return parts.Count == 0
            ? new SplitCheck(name, CheckVerdict.Ok, $"{size}, none of them known or judged. Figures against a sample are not those of the whole catalogue.") { Figures = figures }
            : new SplitCheck(name, CheckVerdict.Warning, $"{size}: {string.Join("; ", parts)}. Draw them anew, unless a published figure is to be met.") { Figures = figures };
    }

    /// <summary>Users of whom nothing is judged.</summary>
    public static SplitCheck DroppedUsers(InteractionSplit split)
    {
        int dropped = split.Test.UsersWithoutRelevant, all = dropped + split.Test.Users.Count;
        Dictionary<string, double> figures = new() { ["droppedUsers"] = dropped, ["judgedUsers"] = split.Test.Users.Count, ["knownPairs"] = split.Test.KnownPairs };
        string known = split.Test.KnownPairs > 0 ? $" {split.Test.KnownPairs:N0} held-out pairs are not judged because they were known." : "";
        return dropped == 0
            ? new SplitCheck("users left out", CheckVerdict.Ok, "every user is judged." + known) { Figures = figures }
            : new SplitCheck("users left out", 2L * dropped > all ? CheckVerdict.Warning : CheckVerdict.Ok,
                $"{dropped:N0} of {all:N0} users have nothing to be judged by; means are over the other {split.Test.Users.Count:N0}.{known}") { Figures = figures };
    }

    /// <summary>Pairs that come more than once in the training part.</summary>
    public static SplitCheck Repeats(InteractionSplit split)
    {
        long repeats = split.Train.Count - split.Train.ByUser.Entries;
        Dictionary<string, double> figures = new() { ["repeatedEvents"] = repeats };
        return repeats == 0
            ? new SplitCheck("repeated events", CheckVerdict.Ok, "every pair is learnt from once.") { Figures = figures }
            : new SplitCheck("repeated events", CheckVerdict.Warning,
                $"{repeats:N0} of {split.Train.Count:N0} training events repeat a pair. Say what they mean: keep one, or add them up.") { Figures = figures };
    }

    private static long SharedWithTraining(HeldOut part, CsrMatrix train)
    {
        long shared = 0;
        for (int row = 0; row < part.Users.Count; row++)
            foreach (int item in part.Relevant.Row(row))
                if (train.Row(part.Users[row]).BinarySearch(item) >= 0 || part.Histories.Row(row).BinarySearch(item) >= 0) shared++;
        return shared;
    }

    private static long Shared(HeldOut a, HeldOut b, int users)
    {
        int[] rowOf = new int[users];
        rowOf.AsSpan().Fill(-1);
        for (int row = 0; row < a.Users.Count; row++) rowOf[a.Users[row]] = row;
        long shared = 0;
        for (int row = 0; row < b.Users.Count; row++)
        {
            if (rowOf[b.Users[row]] is var other && other < 0) continue;
            foreach (int item in b.Relevant.Row(row))
                if (a.Relevant.Row(other).BinarySearch(item) >= 0) shared++;
        }
        return shared;
    }
}
