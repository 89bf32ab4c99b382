namespace Winnow.Evaluation;

/// <summary>How a split is checked.</summary>
public sealed record SplitDiagnosticsOptions
{
    /// <summary>Number of random draws that the split is held against, at least 19. Default 200; fewer are made where 200 would take
    /// more than 200 million drawn interactions, but not fewer than 20.</summary>
    public int Draws { get; init; } = 200;

    /// <summary>Seed of the draws (stream <c>diagnostics</c>).</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Level of significance: a sound random split is doubted with this probability, split evenly over the figures that are
    /// tested. Default 0.01.</summary>
    public double Significance { get; init; } = 0.01;

    /// <summary>Share of the smaller part that may have to change sides for a random draw before the split counts as faulty, in
    /// [0, 1]. Default 0.25. Leave-one-out by time and global time splits of five public logs have 0.01 to 0.13, the split of
    /// SpectralCF 0.51.</summary>
    public double MostMovedShare { get; init; } = 0.25;

    /// <summary>Whether nothing may be learnt from that is not before the first judged event; null: if the protocol is one of global
    /// time.</summary>
    public bool? ExpectTimeOrder { get; init; }
}
