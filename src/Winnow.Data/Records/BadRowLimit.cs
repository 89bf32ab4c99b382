namespace Winnow.Data;

/// <summary>How many malformed rows are put up with.</summary>
/// <param name="Fraction">Most malformed rows as a share of all rows, 0–1. Default 0.001.</param>
/// <param name="Grace">Malformed rows that are always put up with, at least 0. Default 10.</param>
/// <remarks>While a file is being read, the share is taken of at least <see cref="FirstRows"/> rows, so that a few bad rows at
/// the start do not stop a long run; at the end of the file it is taken of the rows there are.</remarks>
public readonly record struct BadRowLimit(double Fraction, long Grace)
{
    /// <summary>Rows that a file is expected to have at least, until its end is seen.</summary>
    public const long FirstRows = 100_000;

    /// <summary>One row in a thousand, and at least ten rows.</summary>
    public static BadRowLimit Default { get; } = new(0.001, 10);

    /// <summary>Not a single malformed row.</summary>
    public static BadRowLimit None { get; } = new(0, 0);

    /// <summary>Most malformed rows for this many rows in all.</summary>
    /// <param name="rows">Good and malformed rows so far.</param>
    /// <param name="atEnd">Whether these are all rows.</param>
    public long Of(long rows, bool atEnd) =>
        Math.Max(Grace, (long)(Fraction * (atEnd ? rows : Math.Max(rows, FirstRows))));
}
