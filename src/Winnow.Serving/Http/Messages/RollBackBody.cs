using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>What <c>POST /admin/rollback</c> takes.</summary>
public sealed record RollBackBody
{
    /// <summary>The variant to roll back; the main one if absent.</summary>
    [Description("The variant to roll back; the main one if absent.")]
    public string? Variant { get; init; }
}
