using System.Runtime.Intrinsics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A dense item matrix cut into panels of 64 columns: while a panel stays in the second-level cache, every profile of a block
/// adds up its rows in four registers and writes each score once.</summary>
internal sealed unsafe class ItemPanels
{
    private const int Width = 64, Lanes = 16;

    private readonly float[] _storage;
    private readonly int _offset;                // to the first line of the cache

    /// <summary>Makes room for a matrix; all zero.</summary>
    /// <param name="items">Rows and columns.</param>
    internal ItemPanels(int items)
    {
        Items = items;
        PanelCount = (items + Width - 1) / Width;
        _storage = GC.AllocateArray<float>(checked((int)((long)PanelCount * Width * items + Lanes)), pinned: true);
        fixed (float* first = _storage) _offset = (int)((64 - (nint)first % 64) % 64 / sizeof(float));
    }

    /// <summary>Takes the entries of a sparse matrix.</summary>
    internal ItemPanels(CsrMatrix weights) : this(weights.Rows)
    {
        for (int row = 0; row < weights.Rows; row++)
        {
            ReadOnlySpan<int> columns = weights.Row(row);
            ReadOnlySpan<float> values = weights.RowValues(row);
            for (int k = 0; k < columns.Length; k++) this[row, columns[k]] = values.IsEmpty ? 1 : values[k];
        }
    }

    internal int Items { get; }

    internal int PanelCount { get; }

    internal ref float this[int row, int column] =>
        ref _storage[_offset + ((column / Width) * (nint)Items + row) * Width + column % Width];

    /// <summary>One row, as a whole.</summary>
    internal void CopyRow(int row, Span<float> target)
    {
        for (int panel = 0; panel < PanelCount; panel++)
        {
            int first = panel * Width, width = Math.Min(Width, Items - first);
            _storage.AsSpan((int)(_offset + ((nint)panel * Items + row) * Width), width).CopyTo(target[first..]);
        }
    }

    /// <summary>Fills one row.</summary>
    internal void SetRow(int row, ReadOnlySpan<float> values)
    {
        for (int panel = 0; panel < PanelCount; panel++)
        {
            int first = panel * Width, width = Math.Min(Width, Items - first);
            values.Slice(first, width).CopyTo(_storage.AsSpan((int)(_offset + ((nint)panel * Items + row) * Width), width));
        }
    }

    /// <summary>score(u) = Σ_l r_ul W[l, ·], added in the order of the profile.</summary>
    internal void Score<TProfiles>(TProfiles profiles, MatrixView scores) where TProfiles : IProfiles, allows ref struct
    {
        float* ragged = stackalloc float[Width];
        fixed (float* storage = _storage)
        {
            for (int panel = 0; panel < PanelCount; panel++)
            {
                float* rows = storage + _offset + (nint)panel * Items * Width;
                int first = panel * Width, width = Math.Min(Width, Items - first);
                for (int i = 0; i < profiles.Count; i++)
                {
                    float* target = scores.RowPointer(i) + first;
                    Sum(rows, profiles.Items(i), profiles.Values(i), width == Width ? target : ragged);
                    if (width < Width) new ReadOnlySpan<float>(ragged, width).CopyTo(new Span<float>(target, width));
                }
            }
        }
    }

    private static void Sum(float* rows, ReadOnlySpan<int> items, ReadOnlySpan<float> values, float* target)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        if (values.IsEmpty)
        {
            foreach (int item in items)
            {
                float* row = rows + (nint)item * Width;
                a += Vector512.Load(row);
                b += Vector512.Load(row + Lanes);
                c += Vector512.Load(row + 2 * Lanes);
                d += Vector512.Load(row + 3 * Lanes);
            }
        }
        else
        {
            for (int k = 0; k < items.Length; k++)
            {
                float* row = rows + (nint)items[k] * Width;
                Vector512<float> value = Vector512.Create(values[k]);
                a += value * Vector512.Load(row);
                b += value * Vector512.Load(row + Lanes);
                c += value * Vector512.Load(row + 2 * Lanes);
                d += value * Vector512.Load(row + 3 * Lanes);
            }
        }
        a.Store(target);
        b.Store(target + Lanes);
        c.Store(target + 2 * Lanes);
        d.Store(target + 3 * Lanes);
    }
}
