namespace Winnow.Serving;

/// <summary>A variant and the release that serves it.</summary>
/// <param name="Variant">Name of the variant.</param>
/// <param name="Release">Name of the release.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Since">When it began to serve.</param>
/// <param name="Previous">Name of the release before it, kept for a roll-back; null if there is none.</param>
public sealed record ServedVariant(string Variant, string Release, string Path, DateTimeOffset Since, string? Previous);
