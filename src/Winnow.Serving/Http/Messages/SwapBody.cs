using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>What <c>POST /admin/releases</c> takes.</summary>
public sealed record SwapBody
{
    /// <summary>A release directory on the machine of the server.</summary>
    [Description("A release directory on the machine of the server.")]
    public required string Path { get; init; }

    /// <summary>The variant it is to serve; the main one if absent.</summary>
    [Description("The variant it is to serve; the main one if absent. A new name makes a new variant.")]
    public string? Variant { get; init; }
}
