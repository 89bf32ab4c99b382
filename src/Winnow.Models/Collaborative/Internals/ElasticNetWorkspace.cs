using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>What <see cref="ElasticNetJob"/> needs for one item, kept for the next.</summary>
internal sealed unsafe class ElasticNetWorkspace : IDisposable
{
    private static readonly int s_lanes = Vector512<float>.Count;

    private readonly int _items;
    private readonly NativeBuffer<float> _vectors;
    private readonly NativeBuffer<int> _place;
    private NativeBuffer<float> _local = new(0);

    internal ElasticNetWorkspace(int items)
    {
        _items = (items + s_lanes - 1) / s_lanes * s_lanes;
        _vectors = new NativeBuffer<float>((nuint)_items * 5);
        _place = new NativeBuffer<int>((nuint)_items);
        _place.Span.Fill(-1);
    }

    /// <summary>Row of the Gram matrix that is to be explained.</summary>
    internal float* Q => _vectors.Pointer;

    /// <summary>G w.</summary>
    internal float* Products => _vectors.Pointer + _items;

    /// <summary>Coefficients.</summary>
    internal float* W => _vectors.Pointer + 2 * (nint)_items;

    /// <summary>q − G w of the active items, in their order.</summary>
    internal float* Residual => _vectors.Pointer + 3 * (nint)_items;

    /// <summary>Coefficients of the active items, in their order.</summary>
    internal float* LocalW => _vectors.Pointer + 4 * (nint)_items;

    /// <summary>The part of the Gram matrix that belongs to the active items.</summary>
    internal float* Local => _local.Pointer;

    /// <summary>Distance between rows of <see cref="Local"/>.</summary>
    internal int Stride { get; private set; }

    internal List<int> Candidates { get; } = [];

    internal List<int> Active { get; } = [];

    internal void Clear()
    {
        NativeMemory.Clear(_vectors.Pointer, _vectors.ByteLength);
        foreach (int i in Active) _place.Pointer[i] = -1;
        Candidates.Clear();
        Active.Clear();
    }

    internal void Activate(int item)
    {
        _place.Pointer[item] = Active.Count;
        Active.Add(item);
    }

    internal bool IsPositive(int item) => W[item] > 0;

    internal float WeightOf(int item) => W[item];

    internal int Smallest(List<int> items) => items.MinBy(WeightOf);

    /// <summary>Computes G w anew: what small steps added up carries their rounding.</summary>
    internal void RefreshProducts(GramRows gram)
    {
        NativeMemory.Clear(Products, (nuint)_items * sizeof(float));
        foreach (int i in Active)
            if (W[i] != 0) gram.Add(i, W[i], Products);
    }

    /// <summary>Activates the candidates whose gradient asks for a coefficient; returns how many.</summary>
    internal int AddViolators(float l1)
    {
        int before = Active.Count;
        foreach (int i in Candidates)
            if (_place.Pointer[i] < 0 && Q[i] - Products[i] > l1 + 1e-5f * Q[i]) Activate(i);       // beyond the rounding of the products
        return Active.Count - before;
    }

    /// <summary>Gathers the part of G that belongs to the active items, their coefficients and residuals.</summary>
    /// <remarks>The items are put in ascending order first: rows of G are then read forwards, and only from the diagonal on, because the
    /// rest is known by symmetry. Reading G from memory is what this costs.</remarks>
    internal void GatherActive(GramRows gram)
    {
        Active.Sort();
        ReadOnlySpan<int> active = CollectionsMarshal.AsSpan(Active);
        int n = active.Length;
        Stride = (n + s_lanes - 1) / s_lanes * s_lanes;
        nuint size = (nuint)n * (nuint)Stride;
        if (_local.Length < size)
        {
            _local.Dispose();
            _local = new NativeBuffer<float>(size + size / 2, zeroed: false);
        }
        NativeMemory.Clear(_local.Pointer, size * sizeof(float));
        for (int k = 0; k < n; k++) _place.Pointer[active[k]] = k;
        for (int k = 0; k < n; k++) gram.Gather(active, k, _place.Pointer, _local.Pointer + (nint)k * Stride);
        Mirror(n);
        for (int k = 0; k < Stride; k++)
            (LocalW[k], Residual[k]) = k < n ? (W[active[k]], Q[active[k]]) : (0, 0);
        for (int k = 0; k < n; k++)
            if (LocalW[k] != 0) GramRows.AddScaled(_local.Pointer + (nint)k * Stride, -LocalW[k], Residual, Stride);
    }

    private void Mirror(int n)
    {
        const int Tile = 16;
        for (int rows = 0; rows < n; rows += Tile)
            for (int cols = 0; cols <= rows; cols += Tile)
                for (int row = rows; row < Math.Min(n, rows + Tile); row++)
                    for (int col = cols; col < Math.Min(row, cols + Tile); col++) Local[(nint)row * Stride + col] = Local[(nint)col * Stride + row];
    }

    public void Dispose()
    {
        _vectors.Dispose();
        _place.Dispose();
        _local.Dispose();
    }
}
