namespace Winnow.Data;

/// <summary>What a column of a file holds.</summary>
public sealed record ColumnProfile
{
    /// <summary>Name of the column.</summary>
    public required string Name { get; init; }

    /// <summary>What most values look like.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Rows without a value as a share of all rows, 0–1.</summary>
    public required double MissingShare { get; init; }

    /// <summary>Number of distinct values (items, for lists).</summary>
    public required long Distinct { get; init; }

    /// <summary>Whether <see cref="Distinct"/> is exact; otherwise a HyperLogLog estimate with 0.8 % standard error.</summary>
    public required bool IsDistinctExact { get; init; }

    /// <summary>Gini coefficient of how often the values occur: 0 = all equally often, near 1 = a few make up nearly all rows.
    /// From all values, or from a sample of them where <see cref="Distinct"/> is an estimate.</summary>
    public required double Gini { get; init; }

    /// <summary>Smallest number; NaN if there is none.</summary>
    public required double Minimum { get; init; }

    /// <summary>Largest number; NaN if there is none.</summary>
    public required double Maximum { get; init; }

    /// <summary>Mean of the numbers; NaN if there is none.</summary>
    public required double Mean { get; init; }

    /// <summary>The first few different values, shortened.</summary>
    public required IReadOnlyList<string> Examples { get; init; }

    /// <summary>For texts that look like lists: what stands between their values; else null.</summary>
    public required char? Separator { get; init; }

    /// <summary>What may be wrong with it.</summary>
    public IReadOnlyList<Suspicion> Suspicions { get; init; } = [];
}
