using System.Globalization;
using Winnow.Data;

namespace Winnow.Evaluation.Internals;

/// <summary>Whether the judged items could have been drawn at random.</summary>
internal static class PopularityCheck
{
    private const int FiguresTested = 3;

    public static SplitCheck Of(InteractionSplit split, PopularityDivergence p, SplitDiagnosticsOptions options)
    {
        bool byTime = options.ExpectTimeOrder ?? split.Protocol.Contains("time", StringComparison.Ordinal);
        double least = Math.Min(p.Distance.PValue, Math.Min(p.JudgedGini.PValue, p.KendallTau.PValue));
        bool random = FiguresTested * least > options.Significance;
        string figures = string.Create(CultureInfo.InvariantCulture,
            $"Gini {p.KnownGini:F3} in training, {p.JudgedGini.Observed:F3} in test ({p.JudgedGini.Low:F3} to {p.JudgedGini.High:F3} if drawn at random), Kendall τ {p.KendallTau.Observed:F2} ({p.KendallTau.Low:F2} to {p.KendallTau.High:F2})");
        bool fault = !random && p.MovedShare > options.MostMovedShare;
        CheckVerdict verdict = fault ? CheckVerdict.Fault : random || byTime ? CheckVerdict.Ok : CheckVerdict.Warning;
        string moved = string.Create(CultureInfo.InvariantCulture, $"{p.MovedShare:P0}");
        string repeats = split.Test.KnownPairs > 0 ? " Repeated pairs, which are known instead of judged, do that too." : "";
        string meaning = random ? ": as a random draw would give."
            : fault ? $": no random draw; at least {moved} of the smaller part would have to change sides, which no drift of tastes explains. Cut the data anew."
            : byTime ? $": {moved} of the smaller part would have to change sides for a random draw, as is common with time."
            : $": no random draw; at least {moved} of the smaller part would have to change sides. A split by time does that when tastes move on.{repeats}";
        return new SplitCheck("popularity", verdict, figures + meaning)
        {
            Figures = new Dictionary<string, double>
            {
                ["giniTrain"] = p.KnownGini, ["giniTest"] = p.JudgedGini.Observed, ["giniExpected"] = p.JudgedGini.Expected, ["giniP"] = p.JudgedGini.PValue,
                ["shannonTrain"] = p.KnownShannon, ["shannonTest"] = p.JudgedShannon.Observed, ["shannonExpected"] = p.JudgedShannon.Expected, ["shannonP"] = p.JudgedShannon.PValue,
                ["kendallTau"] = p.KendallTau.Observed, ["kendallTauExpected"] = p.KendallTau.Expected, ["kendallTauP"] = p.KendallTau.PValue,
                ["distance"] = p.Distance.Observed, ["distanceExpected"] = p.Distance.Expected, ["distanceP"] = p.Distance.PValue, ["movedShare"] = p.MovedShare,
            },
        };
    }
}
