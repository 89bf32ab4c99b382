using System.Globalization;
using Winnow.Data;

namespace Winnow.Evaluation.Internals;

/// <summary>Checks of users and items of whom nothing was learnt.</summary>
internal static class ColdChecks
{
    private const double MostColdShare = 0.05;

    /// <summary>Judged items that nobody has in the training part.</summary>
    public static SplitCheck Items(InteractionSplit split, PopularityDivergence popularity, SplitDiagnosticsOptions options)
    {
        ReferenceFigure cold = popularity.ColdShare;
        Dictionary<string, double> figures = new() { ["coldPairShare"] = cold.Observed, ["coldPairShareExpected"] = cold.Expected, ["coldPairShareP"] = cold.PValue };
        if (cold.Observed == 0) return new SplitCheck("cold items", CheckVerdict.Ok, "every judged item is learnt from.") { Figures = figures };
        bool random = cold.PValue > options.Significance;
        string finding = string.Create(CultureInfo.InvariantCulture,
            $"{cold.Observed:P1} of the test pairs have an item without a training event ({cold.Low:P1} to {cold.High:P1} if drawn at random)");
        string consequence = $"; no collaborative model can find them, so no recall is above {Math.Floor(1000 * (1 - cold.Observed)) / 1000:F3} on average over pairs.";
        return new SplitCheck("cold items", random && cold.Observed <= MostColdShare ? CheckVerdict.Ok : CheckVerdict.Warning, finding + consequence) { Figures = figures };
    }

    /// <summary>Judged users of whom nothing is known.</summary>
    public static SplitCheck Users(InteractionSplit split)
    {
        int cold = SplitOddities.Of(split.Test).UsersWithoutHistory;
        Dictionary<string, double> figures = new() { ["coldUsers"] = cold };
        return cold == 0
            ? new SplitCheck("cold users", CheckVerdict.Ok, "something is known of every judged user.") { Figures = figures }
            : new SplitCheck("cold users", CheckVerdict.Warning,
                $"of {cold:N0} of {split.Test.Users.Count:N0} judged users nothing is known; models can only give them what is popular. Read results by group.") { Figures = figures };
    }
}
