namespace Winnow.Numerics;

/// <summary>What becomes of an element of a sparse product before the largest of its row are kept.</summary>
/// <remarks>A struct: it is compiled into the kernel. Each thread works on a copy of its own.</remarks>
public interface IProductFormula
{
    /// <summary>Called before the elements of a row come.</summary>
    /// <param name="row">Row of the product.</param>
    void Begin(int row);

    /// <summary>The value of an element.</summary>
    /// <param name="product">The element of the product, not 0.</param>
    /// <param name="column">Its column.</param>
    /// <returns>The value by which elements are compared and which is kept; 0: it is left out.</returns>
    double Apply(double product, int column);
}
