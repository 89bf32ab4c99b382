using System.ComponentModel;

namespace Winnow.Serving.Http;

/// <summary>State of a server.</summary>
/// <param name="Status"><c>live</c>, <c>ready</c>, <c>not ready</c> or <c>draining</c>.</param>
public sealed record HealthAnswer([property: Description("live, ready, not ready or draining.")] string Status);
