using Winnow.Data;

namespace Winnow.Serving;

/// <summary>Puts the rows of a batch together from the side of the request, the same for all, and the sides of the items. For one thread at a time.</summary>
internal sealed class RowAssembly(ColumnSides sides)
{
    private readonly int _features = sides.Layout.Features;
    private OwnedRow?[] _held = [];

    /// <summary>Fills a batch with one row an item.</summary>
    public void Fill(EncodedRow request, EncodedItems source, ReadOnlySpan<int> items, Batch batch)
    {
        if (sides.Layout.Jagged) FillLists(request, source, items, batch);
        else FillSingles(request, source, items, batch);
        batch.Labels.Fill(float.NaN);
        batch.Weights.Fill(1);
        batch.Groups.Clear();
        batch.Times.Clear();
    }

    private void FillSingles(EncodedRow request, EncodedItems source, ReadOnlySpan<int> items, Batch batch)
    {
        batch.Resize(items.Length, items.Length * _features);
        Span<ulong> keys = batch.Keys;
        for (int row = 0; row < items.Length; row++)
        {
            EncodedRow item = source[items[row]];
            Span<ulong> own = keys.Slice(row * _features, _features);
            for (int f = 0; f < own.Length; f++)
            {
                SidePlace place = sides.KeyPlaces[f];
                own[f] = place.IsItem ? item.AllKeys[place.Index] : request.AllKeys[place.Index];
            }
            FillDense(request, item, row, batch);
        }
    }

    private void FillLists(EncodedRow request, EncodedItems source, ReadOnlySpan<int> items, Batch batch)
    {
        int total = Hold(source, items) + items.Length * request.AllKeys.Length;
        batch.Resize(items.Length, total);
        Span<ulong> keys = batch.Keys;
        Span<float> weights = batch.KeyWeights;
        Span<int> offsets = batch.Offsets;
        int next = 0, cell = 0;
        offsets[0] = 0;
        for (int row = 0; row < items.Length; row++)
        {
            EncodedRow item = RowOf(source, items[row], row);
            foreach (SidePlace place in sides.KeyPlaces)
            {
                EncodedRow side = place.IsItem ? item : request;
                ReadOnlySpan<ulong> own = side.Keys(place.Index);
                own.CopyTo(keys[next..]);
                if (!weights.IsEmpty) CopyWeights(side.Weights(place.Index), weights.Slice(next, own.Length));
                offsets[++cell] = next += own.Length;
            }
            FillDense(request, item, row, batch);
        }
        Array.Clear(_held, 0, items.Length);
    }

    /// <summary>Takes hold of the rows that were changed since packing, so that one which changes meanwhile stays as long as it was counted.</summary>
    /// <returns>Keys of all rows together.</returns>
    private int Hold(EncodedItems source, ReadOnlySpan<int> items)
    {
        if (_held.Length < items.Length) _held = new OwnedRow?[2 * items.Length];
        int keys = 0;
        for (int row = 0; row < items.Length; row++)
        {
            _held[row] = source.Changed(items[row]);
            keys += RowOf(source, items[row], row).AllKeys.Length;
        }
        return keys;
    }

    private EncodedRow RowOf(EncodedItems source, int item, int row) => _held[row] is { } changed ? changed.Row : source.Packed(item);

    /// <summary>A side whose own lists have no weights has weights of 1.</summary>
    private static void CopyWeights(ReadOnlySpan<float> from, Span<float> to)
    {
        if (from.IsEmpty) to.Fill(1);
        else from.CopyTo(to);
    }

    private void FillDense(EncodedRow request, EncodedRow item, int row, Batch batch)
    {
        if (sides.DensePlaces.Length == 0) return;
        Span<float> dense = batch.Dense.Row(row);
        for (int d = 0; d < dense.Length; d++)
        {
            SidePlace place = sides.DensePlaces[d];
            dense[d] = place.IsItem ? item.Dense[place.Index] : request.Dense[place.Index];
        }
    }
}
