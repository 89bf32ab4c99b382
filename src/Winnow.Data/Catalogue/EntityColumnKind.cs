namespace Winnow.Data;

/// <summary>What a column of a published file of users or items becomes.</summary>
public enum EntityColumnKind
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>The id.</summary>
    Id,

    /// <summary>One text.</summary>
    Text,

    /// <summary>A number; cells that are none are missing.</summary>
    Number,

    /// <summary>A list of texts, separated by <c>|</c>.</summary>
    List,

    /// <summary><c>Title (1995)</c>: the title under the name of the column, the number under <c>year</c>.</summary>
    TitleAndYear,

    /// <summary>As many columns as there are texts, 0 or 1 each: the list of the texts that have 1.</summary>
    Flags,
}
