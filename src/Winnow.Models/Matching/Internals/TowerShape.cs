using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Checks of what comes to an <see cref="ITowerModel"/>.</summary>
internal static class TowerShape
{
    /// <exception cref="ArgumentException">The matrix has another shape than [items, dimension].</exception>
    public static void CheckItems(MatrixView vectors, int items, int dimension)
    {
        if (vectors.Rows != items || vectors.Cols != dimension)
            throw new ArgumentException($"Room for {vectors.Rows} x {vectors.Cols} numbers came; the model has {items} items with vectors of {dimension}.", nameof(vectors));
    }

    /// <exception cref="ArgumentException">The vector has another length than the model's, or the user or an item is not the model's.</exception>
    public static void CheckUser(int user, int users, ReadOnlySpan<int> history, int items, Span<float> vector, int dimension)
    {
        if (vector.Length != dimension) throw new ArgumentException($"Room for {vector.Length} numbers came; vectors of the model have {dimension}.", nameof(vector));
        if (user < -1 || user >= users) throw new ArgumentOutOfRangeException(nameof(user), user, $"A user must lie in [0, {users}), or be -1 if he was not trained on.");
        foreach (int item in history)
            if ((uint)item >= (uint)items) throw new ArgumentOutOfRangeException(nameof(history), item, $"Items of a history must lie in [0, {items}); leave out those the model does not know.");
    }
}
