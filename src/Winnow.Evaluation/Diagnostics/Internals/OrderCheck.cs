using System.Globalization;
using Winnow.Data;

namespace Winnow.Evaluation.Internals;

/// <summary>Whether the cut followed the numbers of the items instead of chance or time.</summary>
internal static class OrderCheck
{
    private const double NearlyAll = 0.95;

    public static SplitCheck Of(InteractionSplit split)
    {
        double higher = 0, pairs = 0;
        for (int row = 0; row < split.Test.Users.Count; row++)
        {
            ReadOnlySpan<int> known = split.Test.Histories.Row(row), judged = split.Test.Relevant.Row(row);
            int below = 0;
            foreach (int item in judged)
            {
                while (below < known.Length && known[below] < item) below++;
                higher += below;
            }
            pairs += (double)known.Length * judged.Length;
        }
        double share = pairs == 0 ? 0.5 : higher / pairs;
        bool sorted = Math.Max(share, 1 - share) >= NearlyAll;
        string finding = string.Create(CultureInfo.InvariantCulture, $"in {share:P1} of the pairs of a judged and a known item of one user, the judged one has the higher number");
        return new SplitCheck("item numbers", sorted ? CheckVerdict.Warning : CheckVerdict.Ok,
            finding + (sorted ? ": the cut followed the numbers of the items, not chance or time, or items were numbered after it." : "."))
        {
            Figures = new Dictionary<string, double> { ["judgedHigherShare"] = share },
        };
    }
}
