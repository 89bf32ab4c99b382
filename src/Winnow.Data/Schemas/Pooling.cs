namespace Winnow.Data;

/// <summary>How the vectors of a cell with several keys become one.</summary>
public enum Pooling
{
    /// <summary>Their (weighted) sum.</summary>
    Sum,

    /// <summary>Their (weighted) sum divided by their number.</summary>
    Mean,
}
