namespace Winnow.Serving.Benchmarks;

/// <summary>A funnel beside its own ranker.</summary>
/// <param name="Users">Users judged.</param>
/// <param name="Items">Size of the catalogue.</param>
/// <param name="FunnelNdcg">NDCG@10 of the funnel's pages, items already taken left out.</param>
/// <param name="RankerNdcg">NDCG@10 of the ranker's ten best items of the whole catalogue, items already taken left out.</param>
/// <param name="Stages">The stages in order.</param>
/// <param name="Degraded">Requests in which a stage did not do its work; anything but 0 makes the other figures worthless.</param>
/// <param name="Seconds">Time of judging.</param>
public sealed record FunnelFigures(int Users, int Items, double FunnelNdcg, double RankerNdcg, IReadOnlyList<StageFigures> Stages, int Degraded, double Seconds)
{
    /// <summary>What the funnel keeps of the ranker's NDCG@10; NaN if the ranker has none.</summary>
    public double Share => FunnelNdcg / RankerNdcg;
}
