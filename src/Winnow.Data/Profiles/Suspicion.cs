namespace Winnow.Data;

/// <summary>What may be wrong with a column as a feature.</summary>
public enum Suspicion
{
    /// <summary>One value in all rows: it tells nothing.</summary>
    Constant,

    /// <summary>A different value in (nearly) every row: a row id, or an id never seen again.</summary>
    UniquePerRow,

    /// <summary>The label under another name.</summary>
    CopyOfLabel,

    /// <summary>It nearly gives the label away: probably known only afterwards.</summary>
    TellsLabel,

    /// <summary>Mostly numbers, but some texts.</summary>
    MixedTypes,

    /// <summary>A date written as text.</summary>
    DateText,

    /// <summary>No value in more than nine of ten rows.</summary>
    MostlyMissing,
}
