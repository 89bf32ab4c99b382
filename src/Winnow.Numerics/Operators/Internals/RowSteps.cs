namespace Winnow.Numerics;

/// <summary>How an element-wise loop walks a range of rows: row by row, or in one go where all operands lie in one piece.</summary>
internal readonly struct RowSteps(int first, int end, int cols, bool contiguous)
{
    /// <summary>Rows to go on by.</summary>
    public int Rows { get; } = contiguous ? Math.Max(1, end - first) : 1;

    /// <summary>Numbers that belong to one step.</summary>
    public int Length { get; } = contiguous ? checked((end - first) * cols) : cols;
}
