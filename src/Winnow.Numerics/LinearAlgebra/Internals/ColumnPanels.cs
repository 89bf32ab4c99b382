namespace Winnow.Numerics;

/// <summary>The columns of a result cut into panels of nearly equal width, whole vectors each.</summary>
/// <remarks>Equal, because a panel of one vector after eight of three would keep the multipliers less busy than two of two.</remarks>
internal readonly struct ColumnPanels
{
    private readonly int _cols, _lanes, _narrow, _wideCount;

    internal ColumnPanels(int cols, int lanes, int maxVectors)
    {
        int vectors = (cols + lanes - 1) / lanes;
        Count = (vectors + maxVectors - 1) / maxVectors;
        (_narrow, _wideCount) = Count == 0 ? (0, 0) : Math.DivRem(vectors, Count);
        _cols = cols;
        _lanes = lanes;
        PaddedCols = vectors * lanes;
    }

    /// <summary>Number of panels.</summary>
    internal int Count { get; }

    /// <summary>Columns rounded up to whole vectors.</summary>
    internal int PaddedCols { get; }

    /// <summary>Vectors in a row of panel <paramref name="panel"/>.</summary>
    internal int Vectors(int panel) => panel < _wideCount ? _narrow + 1 : _narrow;

    /// <summary>Column at which the panel begins; that of <see cref="Count"/> is <see cref="PaddedCols"/>.</summary>
    internal int First(int panel) => (panel * _narrow + Math.Min(panel, _wideCount)) * _lanes;

    /// <summary>Columns of the panel that exist; fewer than its vectors hold at the right edge.</summary>
    internal int Width(int panel) => Math.Min(Vectors(panel) * _lanes, _cols - First(panel));

    /// <summary>Whether the last vector of the panel sticks out of the matrix.</summary>
    internal bool IsRagged(int panel) => First(panel + 1) > _cols;
}
