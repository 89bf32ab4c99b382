namespace Winnow.Numerics;

/// <summary>What happens to a finished tile of a matrix product while it is still in the cache: bias, activation, mask.</summary>
public interface IGemmEpilogue
{
    /// <summary>Changes one finished tile in place. Every element of the result belongs to exactly one tile.</summary>
    /// <param name="tile">The tile, a view into the result.</param>
    /// <param name="row">Row of the result at which the tile begins.</param>
    /// <param name="col">Column of the result at which the tile begins.</param>
    void Apply(MatrixView tile, int row, int col);
}
