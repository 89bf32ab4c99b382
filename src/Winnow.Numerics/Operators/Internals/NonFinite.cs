using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Finds numbers that are NaN or infinite.</summary>
internal static unsafe class NonFinite
{
    /// <summary>First row with one, or −1.</summary>
    public static int FirstRow(MatrixView x)
    {
        if (x.Cols == 1 && x.IsContiguous) return FirstIndex(x.Data, x.Rows);
        for (int r = 0; r < x.Rows; r++)
            if (FirstIndex(x.RowPointer(r), x.Cols) >= 0) return r;
        return -1;
    }

    /// <summary>x − x is 0 for every finite x and NaN for all others.</summary>
    private static int FirstIndex(float* x, int count)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> lanes = Vector.Load(x + i);
            if (!Vector.EqualsAll(lanes - lanes, Vector<float>.Zero)) break;
        }
        for (; i < count; i++)
            if (!float.IsFinite(x[i])) return i;
        return -1;
    }
}
