using Winnow.Data;

namespace Winnow.Serving;

/// <summary>What is to become of some features.</summary>
/// <param name="Set">Those to add or replace.</param>
/// <param name="Removed">Names of those to take away.</param>
public sealed record FeatureChanges(FeatureValues Set, IReadOnlyList<string> Removed)
{
    /// <summary>Only additions and replacements.</summary>
    public static implicit operator FeatureChanges(FeatureValues set) => FromFeatureValues(set);

    /// <summary>Only additions and replacements.</summary>
    public static FeatureChanges FromFeatureValues(FeatureValues set) => new(set, []);
}
