using System.Numerics;

namespace Winnow.Numerics;

/// <summary>tile = f(tile + bias), the bias being one number a column or absent.</summary>
internal readonly unsafe struct BiasEpilogue<TFunction>(float* bias, TFunction function) : IGemmEpilogue where TFunction : struct, IUnaryFunction
{
    public void Apply(MatrixView tile, int row, int col)
    {
        if (bias is null && typeof(TFunction) == typeof(IdentityFunction)) return;
        for (int r = 0; r < tile.Rows; r++) Map(tile.RowPointer(r), col, tile.Cols);
    }

    /// <summary>The same for a matrix of one column whose numbers lie in one piece.</summary>
    public void ApplyToColumn(float* x, int n)
    {
        Vector<float> shift = bias is null ? default : new Vector<float>(*bias);
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(function.Value(Vector.Load(x + i) + shift), x + i);
        if (i < n) Lanes.Store(function.Value(Lanes.Load(x + i, n - i) + shift), x + i, n - i);
    }

    private void Map(float* x, int col, int n)
    {
        int i = 0;
        for (; i <= n - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> z = Vector.Load(x + i);
            if (bias is not null) z += Vector.Load(bias + col + i);
            Vector.Store(function.Value(z), x + i);
        }
        if (i == n) return;
        Vector<float> last = Lanes.Load(x + i, n - i);
        if (bias is not null) last += Lanes.Load(bias + col + i, n - i);
        Lanes.Store(function.Value(last), x + i, n - i);
    }
}
