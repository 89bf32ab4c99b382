namespace Winnow.Store.Status;

/// <summary>A dense parameter.</summary>
/// <param name="Index">Its number in the run.</param>
/// <param name="Name">Its name.</param>
/// <param name="Length">Numbers.</param>
/// <param name="Version">Changes of its values.</param>
/// <param name="Bytes">Native memory.</param>
/// <param name="PendingSteps">Steps it keeps because parts of them are missing.</param>
/// <param name="IsFinite">Whether all its numbers are finite.</param>
public sealed record StoreBlockStatus(int Index, string Name, int Length, long Version, long Bytes, long PendingSteps, bool IsFinite);
