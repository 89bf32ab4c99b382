namespace Winnow.Models;

/// <summary>How the items of a history become one vector.</summary>
public enum HistoryPooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>A weighted mean; how much an item weighs depends on its place from the end and is learnt, for each head on its own.</summary>
    Recency,

    /// <summary>As <see cref="Recency"/>, and how alike an item is to what the latest one asks for counts too.</summary>
    Attention,
}
