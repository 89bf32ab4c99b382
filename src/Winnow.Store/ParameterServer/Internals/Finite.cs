using System.Numerics;
using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Store;

/// <summary>Looks for NaN and ±∞ before anything is sent: afterwards some nodes would have the update and others not.</summary>
internal static unsafe class Finite
{
    private const uint Exponent = 0x7F80_0000;      // all ones in NaN and ±∞ only

    /// <summary>The first row that holds NaN or ±∞; −1 if none does.</summary>
    internal static int FirstBadRow(MatrixView rows, int count)
    {
        for (int row = 0; row < count; row++)
            if (!IsFinite(rows.RowPointer(row), rows.Cols)) return row;
        return -1;
    }

    internal static bool IsFinite(float* values, int count)
    {
        Vector<uint> bad = Vector<uint>.Zero, mask = new(Exponent);
        int i = 0;
        for (; i <= count - Vector<uint>.Count; i += Vector<uint>.Count)
            bad |= Vector.Equals(Unsafe.ReadUnaligned<Vector<uint>>(values + i) & mask, mask);
        bool isFinite = bad == Vector<uint>.Zero;
        for (; i < count; i++) isFinite &= float.IsFinite(values[i]);
        return isFinite;
    }
}
