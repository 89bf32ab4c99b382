namespace Winnow.Serving;

/// <summary>Something a user did with an item.</summary>
public sealed record ServedEvent
{
    /// <summary>Id of the user.</summary>
    public required string User { get; init; }

    /// <summary>Id of the item.</summary>
    public required string Item { get; init; }

    /// <summary>What he did: <c>click</c>, <c>purchase</c>, ….</summary>
    public required string Type { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Id of the request whose answer he saw; null if he came another way.</summary>
    public string? RequestId { get; init; }

    /// <summary>The variant that answered it; null if that is not known.</summary>
    public string? Variant { get; init; }

    /// <summary>The release that answered it; null if that is not known.</summary>
    public string? Release { get; init; }
}
