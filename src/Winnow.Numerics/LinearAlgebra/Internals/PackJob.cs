namespace Winnow.Numerics;

/// <summary>Packs panels of one block of the right factor, a panel a chunk.</summary>
internal unsafe struct PackJob : IParallelJob
{
    internal GemmOperand B;
    internal ColumnPanels Panels;
    internal int FirstRow, Depth, FirstCol, Lanes;
    internal float* Target;
    internal bool RaggedOnly;

    public readonly void Run(int chunk)
    {
        if (RaggedOnly && !Panels.IsRagged(chunk)) return;
        int first = Panels.First(chunk);
        GemmPacking.PackPanel(
            B, FirstRow, Depth, FirstCol + first, Panels.Width(chunk), Panels.Vectors(chunk) * Lanes, Target + (nint)first * Depth);
    }
}
