namespace Winnow.Numerics;

/// <summary>How a factor enters a matrix product.</summary>
public enum Transpose
{
    /// <summary>op(X) = X.</summary>
    No,

    /// <summary>op(X) = Xᵀ.</summary>
    Yes,
}
