namespace Winnow.Models;

/// <summary>The settings of <see cref="SimpleX"/>.</summary>
public sealed record SimpleXOptions : RecommenderOptions
{
    /// <summary>Length of the vectors, at least 1. Default 64.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>g: how much of a user's vector is his own, the rest being made of his history; in [0, 1]. 1 is plain matrix factorisation. Default 0.5.</summary>
    public double Gate { get; init; } = 0.5;

    /// <summary>Latest events of a user that are his history, at least 1. Default 100.</summary>
    public int HistoryLength { get; init; } = 100;

    /// <summary>m: a negative counts only where its cosine is above, in [−1, 1]. Default 0.9.</summary>
    public double Margin { get; init; } = 0.9;

    /// <summary>w: how much the negatives of an event weigh together, positive. Default 150.</summary>
    public double NegativeWeight { get; init; } = 150;

    /// <summary>Items drawn uniformly for a step as negatives of all its events, at least 1. Default 1,000.</summary>
    public int Negatives { get; init; } = 1000;

    /// <summary>Events of a step, at least 1. Default 512.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>Passes, at least 1. Default 50.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Step size of Adam, positive. Default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Standard deviation of vectors at the beginning, positive. Default 0.1.</summary>
    public double InitialDeviation { get; init; } = 0.1;

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new SimpleX(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Factors < 1) yield return $"{nameof(Factors)} is {Factors}, it must be at least 1";
        if (!(Gate >= 0 && Gate <= 1)) yield return $"{nameof(Gate)} is {Gate}, it must lie in [0, 1]";
        if (HistoryLength < 1) yield return $"{nameof(HistoryLength)} is {HistoryLength}, it must be at least 1";
        if (!(Margin >= -1 && Margin <= 1)) yield return $"{nameof(Margin)} is {Margin}, it must lie in [-1, 1]";
        if (!(NegativeWeight > 0 && double.IsFinite(NegativeWeight))) yield return $"{nameof(NegativeWeight)} is {NegativeWeight}, it must be positive";
        if (Negatives < 1) yield return $"{nameof(Negatives)} is {Negatives}, it must be at least 1";
        if (BatchSize < 1) yield return $"{nameof(BatchSize)} is {BatchSize}, it must be at least 1";
        if (Epochs < 1) yield return $"{nameof(Epochs)} is {Epochs}, it must be at least 1";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) yield return $"{nameof(LearningRate)} is {LearningRate}, it must be positive";
        if (!(InitialDeviation > 0 && double.IsFinite(InitialDeviation))) yield return $"{nameof(InitialDeviation)} is {InitialDeviation}, it must be positive";
    }
}
