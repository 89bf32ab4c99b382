using Winnow.Data;

namespace Winnow.Evaluation.Internals;

/// <summary>Figures of the popularity of judged items, of the split and of the random draws.</summary>
internal sealed class PopularityTally
{
    private readonly int[] _known, _judged, _groupOf;
    private readonly double[] _expected;
    private readonly bool _trained;
    private readonly double _sum, _smallerPart;
    private readonly DrawStatistics _gini, _shannon, _tau, _distance, _cold;
    private readonly DrawStatistics[] _groups;
    private readonly int _draws;
    private int[] _drawn = [];

    public PopularityTally(InteractionSplit split, int[] known, int[] judged, JudgedDraws random, int draws)
    {
        (_known, _judged, _expected, _draws) = (known, judged, random.Expected, draws);
        _trained = split.Test.Trained;
        (_sum, _smallerPart) = (random.Judged, Math.Min(random.Judged, random.Known));
        _groupOf = PopularityComparison.GroupOf(known, judged);
        (_gini, _shannon, _tau, _distance, _cold) = (new(draws), new(draws), new(draws), new(draws), new(draws));
        _groups = [.. Enumerable.Range(0, _groupOf.DefaultIfEmpty(0).Max() + 1).Select(_ => new DrawStatistics(draws))];
    }

    /// <summary>Adds a draw.</summary>
    public void Add(int draw, int[] drawn)
    {
        int[] known = new int[_known.Length];
        for (int i = 0; i < known.Length; i++) known[i] = _trained ? _known[i] + _judged[i] - drawn[i] : _known[i];
        int[] sorted = Sorted(drawn);
        _gini[draw] = PopularityMeasures.Gini(sorted);
        _shannon[draw] = PopularityMeasures.Shannon(sorted);
        _tau[draw] = KendallTau.Of(known, drawn);
        _distance[draw] = Distance(drawn);
        _cold[draw] = Cold(known, drawn);
        double[] shares = Shares(drawn);
        for (int g = 0; g < _groups.Length; g++) _groups[g][draw] = shares[g];
        if (draw == 0) _drawn = sorted;
    }

    /// <summary>Holds the split against the draws.</summary>
    public PopularityDivergence Finish()
    {
        int[] known = Sorted(_known), judged = Sorted(_judged);
        double[] shares = Shares(_judged);
        int[] sizes = new int[_groups.Length];
        foreach (int group in _groupOf) sizes[group]++;
        ReferenceFigure distance = _distance.Against(Distance(_judged), upperOnly: true);
        return new PopularityDivergence
        {
            Draws = _draws,
            KnownGini = PopularityMeasures.Gini(known),
            JudgedGini = _gini.Against(PopularityMeasures.Gini(judged)),
            KnownShannon = PopularityMeasures.Shannon(known),
            JudgedShannon = _shannon.Against(PopularityMeasures.Shannon(judged)),
            KendallTau = _tau.Against(KendallTau.Of(_known, _judged)),
            Distance = distance,
            MovedShare = Math.Max(0, distance.Observed - distance.Expected) * _sum / Math.Max(1, _smallerPart),
            ColdShare = _cold.Against(Cold(_known, _judged), upperOnly: true),
            Groups = [.. _groups.Select((g, i) => g.Against(shares[i]))],
            GroupItems = sizes,
            KnownCounts = known,
            JudgedCounts = judged,
            DrawnCounts = _drawn,
        };
    }

    private double Distance(int[] judged)
    {
        double distance = 0;
        for (int i = 0; i < judged.Length; i++) distance += Math.Abs(judged[i] - _expected[i]);
        return 0.5 * distance / _sum;
    }

    private double Cold(int[] known, int[] judged)
    {
        double cold = 0;
        for (int i = 0; i < judged.Length; i++)
            if (known[i] == 0) cold += judged[i];
        return cold / _sum;
    }

    private double[] Shares(int[] judged)
    {
        double[] shares = new double[_groups.Length];
        for (int i = 0; i < judged.Length; i++) shares[_groupOf[i]] += judged[i] / _sum;
        return shares;
    }

    private static int[] Sorted(int[] counts)
    {
        int[] sorted = [.. counts];
        Array.Sort(sorted);
        return sorted;
    }
}
