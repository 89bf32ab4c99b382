using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>What <c>POST /v1/events</c> takes.</summary>
public sealed record EventsBody
{
    /// <summary>The events; all are kept or none.</summary>
    [Description("The events, 1000 at most; all are kept or none.")]
    public required IReadOnlyList<EventBody> Events { get; init; }
}

/// <summary>Something a user did with an item.</summary>
public sealed record EventBody
{
    /// <summary>Id of the user.</summary>
    [Description("Id of the user.")]
    public required string User { get; init; }

    /// <summary>Id of the item.</summary>
    [Description("Id of the item.")]
    public required string Item { get; init; }

    /// <summary>What he did.</summary>
    [Description("What he did: click, purchase, …; letters, digits, '-' and '_', 32 at most.")]
    public required string Type { get; init; }

    /// <summary>When; now if absent.</summary>
    [Description("When; now if absent.")]
    public DateTimeOffset? Time { get; init; }

    /// <summary>Id of the request whose answer he saw; variant and release are filled in from it.</summary>
    [Description("Id of the request whose answer he saw; variant and release are filled in from it.")]
    public string? RequestId { get; init; }
}
