namespace Winnow.Numerics;

/// <summary>Leaves a finished tile as it is.</summary>
internal readonly struct NoEpilogue : IGemmEpilogue
{
    public void Apply(MatrixView tile, int row, int col)
    {
    }
}
