using System.Globalization;
using Winnow.Data;

namespace Winnow.Evaluation.Internals;

/// <summary>Whether the past is judged by what was learnt from the future.</summary>
internal static class TimeCheck
{
    private const string Name = "time";

    public static SplitCheck Of(InteractionSplit split, SplitDiagnosticsOptions options)
    {
        bool expected = options.ExpectTimeOrder ?? split.Protocol.Contains("global time", StringComparison.Ordinal);
        if (split.Train.Times.IsEmpty || split.TestEvents is not { Count: > 0 } test || test.Times.IsEmpty)
        {
            return new SplitCheck(Name, expected ? CheckVerdict.Warning : CheckVerdict.Skipped,
                expected ? "the protocol is one of time, but the times of the events are not known, so it cannot be checked." : "not checked: the times of the events are not known.");
        }
        long first = Least(test.Times), later = 0;
        foreach (long time in split.Train.Times)
            if (time >= first) later++;
        int own = UsersWithLaterTraining(split.Train, test, out int judged);
        double share = (double)later / split.Train.Count, ownShare = (double)own / Math.Max(1, judged);
        Dictionary<string, double> figures = new() { ["laterTrainingEvents"] = later, ["laterTrainingShare"] = share, ["usersWithLaterTraining"] = own, ["usersWithLaterTrainingShare"] = ownShare };
        if (later == 0) return new SplitCheck(Name, CheckVerdict.Ok, "no training event is at or after the first test event.") { Figures = figures };
        string finding = string.Create(CultureInfo.InvariantCulture,
            $"{later:N0} of {split.Train.Count:N0} training events ({share:P1}) are at or after the first test event; {own:N0} of {judged:N0} users ({ownShare:P1}) are learnt from after their own first test event");
        return expected
            ? new SplitCheck(Name, CheckVerdict.Fault, finding + ". The protocol promises none: take these events out.") { Figures = figures }
            : new SplitCheck(Name, CheckVerdict.Warning, finding + ". Results look better than in service, where the future is not known; a global time split tells by how much.") { Figures = figures };
    }

    private static long Least(ReadOnlySpan<long> times)
    {
        long least = long.MaxValue;
        foreach (long time in times) least = Math.Min(least, time);
        return least;
    }

    private static int UsersWithLaterTraining(Interactions train, Interactions test, out int judged)
    {
        long[] firstTest = new long[train.Users.Count], lastTraining = new long[train.Users.Count];
        firstTest.AsSpan().Fill(long.MaxValue);
        lastTraining.AsSpan().Fill(long.MinValue);
        for (int e = 0; e < test.Count; e++) firstTest[test.UserOf[e]] = Math.Min(firstTest[test.UserOf[e]], test.Times[e]);
        for (int e = 0; e < train.Count; e++) lastTraining[train.UserOf[e]] = Math.Max(lastTraining[train.UserOf[e]], train.Times[e]);
        judged = firstTest.Count(t => t < long.MaxValue);
        return Enumerable.Range(0, firstTest.Length).Count(u => firstTest[u] < lastTraining[u]);
    }
}
