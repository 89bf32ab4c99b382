using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>What <c>PATCH /v1/users/{id}</c> and <c>PATCH /v1/items/{id}</c> take.</summary>
public sealed record FeaturesBody
{
    /// <summary>Features to add or replace; null takes one away (users only).</summary>
    [Description("Features to add or replace: texts, numbers, lists of texts. null takes one away (users only).")]
    public required FeatureChanges Features { get; init; }
}
