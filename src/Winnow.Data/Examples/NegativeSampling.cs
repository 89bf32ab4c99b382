namespace Winnow.Data;

/// <summary>From which distribution the negatives of ranking examples are drawn.</summary>
public enum NegativeSampling
{
    /// <summary>All items of the log are equally likely.</summary>
    Uniform,

    /// <summary>Likely by the number of training events, to a power; items without an event count as if they had one.</summary>
    Popularity,
}
