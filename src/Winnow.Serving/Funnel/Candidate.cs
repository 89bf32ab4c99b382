namespace Winnow.Serving;

/// <summary>An item on its way through the funnel.</summary>
public record struct Candidate
{
    /// <summary>Number of the item in the catalogue of the release.</summary>
    public int Item { get; set; }

    /// <summary>Bit s is set if recall source s found it.</summary>
    public ulong Sources { get; set; }

    /// <summary>Score by which recall merged it: higher is better.</summary>
    public float RecallScore { get; set; }

    /// <summary>Logit of the pre-ranker; NaN if it did not score it.</summary>
    public float PreRankScore { get; set; }

    /// <summary>Logit of the ranker; NaN if it did not score it.</summary>
    public float RankScore { get; set; }

    /// <summary>The score that orders it now: that of the last stage that worked, after boosts.</summary>
    public float Score { get; set; }
}
