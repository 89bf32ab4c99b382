namespace Winnow.Data;

/// <summary>How the content of items or users is laid out in a file, one of them a line.</summary>
public enum FeatureLayout
{
    /// <summary><c>n feature:weight …</c>: n counts the features.</summary>
    CountedWeights,

    /// <summary>As <see cref="CountedWeights"/>; each weight is then divided by the largest of its feature.</summary>
    CountedWeightsOfLargest,

    /// <summary>Fields between bars, the last of which are 0 or 1: whether the item has this feature.</summary>
    TrailingFlags,
}
