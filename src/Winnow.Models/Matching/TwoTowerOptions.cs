using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>The settings of <see cref="TwoTower"/>.</summary>
public sealed record TwoTowerOptions : RecommenderOptions
{
    /// <summary>Length of the vectors, at least 1. Default 64.</summary>
    public int Factors { get; init; } = 64;

    /// <summary>How a history becomes a vector. Default <see cref="HistoryPooling.Attention"/>.</summary>
    public HistoryPooling Pooling { get; init; } = HistoryPooling.Attention;

    /// <summary>Latest events of a user that are looked at, at least 1. Default 50.</summary>
    public int HistoryLength { get; init; } = 50;

    /// <summary>Parts of the vectors that weigh events on their own; divides <see cref="Factors"/>. Default 4.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Whether an item has the same vector in a history as in its own tower. Default true.</summary>
    public bool SharedItems { get; init; } = true;

    /// <summary>Widths of hidden layers over pooled history, latest item and user; what they make is added to the pooled history. Empty: none. Default 128.</summary>
    public int[] UserLayers { get; init; } = [128];

    /// <summary>Widths of hidden layers over an item's vector; what they make is added to it. Empty: none. Default none.</summary>
    public int[] ItemLayers { get; init; } = [];

    /// <summary>Whether users have vectors of their own beside their histories. Default false.</summary>
    public bool UserIds { get; init; }

    /// <summary>What score is: inner product, or cosine. Default <see cref="VectorMetric.Cosine"/>.</summary>
    public VectorMetric Metric { get; init; } = VectorMetric.Cosine;

    /// <summary>τ: scores are divided by it before the softmax, positive; 1 is usual for inner products. Default 0.07.</summary>
    public double Temperature { get; init; } = 0.07;

    /// <summary>Share of the inputs of the user's layers dropped in training, in [0, 1). Default 0.2.</summary>
    public float Dropout { get; init; } = 0.2f;

    /// <summary>Events of a step, each with the targets of all others as negatives; at least 2. Default 512.</summary>
    public int BatchSize { get; init; } = 512;

    /// <summary>Items drawn uniformly for a step as negatives of all its events, not negative. Default 512.</summary>
    public int UniformNegatives { get; init; } = 512;

    /// <summary>Items drawn for a step among those the model ranks highest for its users, as negatives of all its events, not negative. Default 0.</summary>
    public int HardNegatives { get; init; }

    /// <summary>How many of each user's highest ranked items hard negatives are drawn from, at least 1; ranked anew after each pass. Default 100.</summary>
    public int HardDepth { get; init; } = 100;

    /// <summary>Whether items that a user took, at any time, are no negatives of his. Default true.</summary>
    public bool SpareTaken { get; init; } = true;

    /// <summary>Passes, at least 1. Default 6.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Step size of Adam, positive. Default 0.002.</summary>
    public double LearningRate { get; init; } = 0.002;

    /// <summary>Standard deviation of vectors at the beginning, positive. Default 0.02.</summary>
    public double InitialDeviation { get; init; } = 0.02;

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new TwoTower(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Factors < 1) yield return $"{nameof(Factors)} is {Factors}, it must be at least 1";
        if (!Enum.IsDefined(Pooling)) yield return $"{nameof(Pooling)} is {(int)Pooling}, which is no pooling";
        if (HistoryLength < 1) yield return $"{nameof(HistoryLength)} is {HistoryLength}, it must be at least 1";
        if (Heads < 1 || Factors % Heads != 0) yield return $"{nameof(Heads)} is {Heads}, it must divide {nameof(Factors)}, {Factors}";
        if (UserLayers is null || UserLayers.Any(width => width < 1)) yield return $"{nameof(UserLayers)} is [{string.Join(", ", UserLayers ?? [])}], each width must be at least 1";
        if (ItemLayers is null || ItemLayers.Any(width => width < 1)) yield return $"{nameof(ItemLayers)} is [{string.Join(", ", ItemLayers ?? [])}], each width must be at least 1";
        if (Metric is not (VectorMetric.InnerProduct or VectorMetric.Cosine)) yield return $"{nameof(Metric)} is {Metric}, it must be an inner product or a cosine";
        if (!(Temperature > 0 && double.IsFinite(Temperature))) yield return $"{nameof(Temperature)} is {Temperature}, it must be positive";
        if (!(Dropout >= 0 && Dropout < 1)) yield return $"{nameof(Dropout)} is {Dropout}, it must lie in [0, 1)";
        if (BatchSize < 2) yield return $"{nameof(BatchSize)} is {BatchSize}, it must be at least 2";
        if (UniformNegatives < 0) yield return $"{nameof(UniformNegatives)} is {UniformNegatives}, it must not be negative";
        if (HardNegatives < 0) yield return $"{nameof(HardNegatives)} is {HardNegatives}, it must not be negative";
        if (HardDepth < 1) yield return $"{nameof(HardDepth)} is {HardDepth}, it must be at least 1";
        if (Epochs < 1) yield return $"{nameof(Epochs)} is {Epochs}, it must be at least 1";
        if (!(LearningRate > 0 && double.IsFinite(LearningRate))) yield return $"{nameof(LearningRate)} is {LearningRate}, it must be positive";
        if (!(InitialDeviation > 0 && double.IsFinite(InitialDeviation))) yield return $"{nameof(InitialDeviation)} is {InitialDeviation}, it must be positive";
    }
}
