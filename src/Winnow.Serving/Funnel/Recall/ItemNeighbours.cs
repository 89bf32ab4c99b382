using Winnow.Models;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>For each item the items that are most like it, in a mapped file.</summary>
internal sealed class ItemNeighbours : IDisposable
{
    private readonly PackedFile _file;
    private readonly MappedArray<long> _starts;
    private readonly MappedArray<int> _items;
    private readonly MappedArray<float> _scores;

    /// <summary>Opens the lists of a release.</summary>
    /// <param name="path">A file that <see cref="Write"/> wrote.</param>
    /// <param name="items">Number of items of the release.</param>
    public ItemNeighbours(string path, int items)
    {
        _file = PackedFile.Open(path);
        try
        {
            (_starts, _items, _scores) = (_file.Array<long>("starts", items + 1L), _file.Array<int>("items"), _file.Array<float>("scores"));
            if (_starts[items] != _items.Count || _scores.Count != _items.Count) throw _file.Damaged("has positions that do not fit its lists");
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The neighbours of an item, best first.</summary>
    public void Of(int item, out ReadOnlySpan<int> items, out ReadOnlySpan<float> scores)
    {
        (long first, long end) = (_starts[item], _starts[item + 1L]);
        items = _items.Between(first, end);
        scores = _scores.Between(first, end);
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Makes the lists of all items from what a model says of somebody who took just this item.</summary>
    public static unsafe void Write(string path, ITopNRecommender model, NumberMap items, int most, CancellationToken cancel)
    {
        long[] starts = new long[items.Release + 1];
        List<int> numbers = [];
        List<float> scores = [];
        SingleUser single = new(model.Items);
        using NativeBuffer<float> all = new((nuint)model.Items, zeroed: false);
        Neighbor[] best = new Neighbor[most];
        for (int item = 0; item < items.Release; item++)
        {
            cancel.ThrowIfCancellationRequested();
            int own = items.ToModel(item), found = 0;
            if (own >= 0)
            {
                BestItems kept = new(best);
                if (model is SparseItemRecommender sparse) OfferRow(sparse.Weights, own, items, ref kept);
                else
                {
                    model.Score(single.Of(-1, [own]), new MatrixView(all.Pointer, 1, model.Items));
                    for (int i = 0; i < model.Items; i++)
                        if (i != own && items.ToRelease(i) is >= 0 and int number) kept.Offer(number, all.Pointer[i]);
                }
                found = kept.Finish();
            }
            for (int i = 0; i < found; i++)
            {
                numbers.Add(best[i].Id);
                scores.Add(best[i].Score);
            }
            starts[item + 1] = numbers.Count;
        }
        PackedFile.Write(path, PackedArray.Of("starts", starts), PackedArray.Of("items", numbers), PackedArray.Of("scores", scores));
    }

    /// <summary>Row l of the weights is what an interaction with item l adds to the others: the score of the history {l}, without looking at all items.</summary>
    private static void OfferRow(CsrMatrix weights, int own, NumberMap items, ref BestItems kept)
    {
        ReadOnlySpan<int> columns = weights.Row(own);
        ReadOnlySpan<float> values = weights.RowValues(own);
        for (int i = 0; i < columns.Length; i++)
        {
            float score = values.IsEmpty ? 1 : values[i];
            if (columns[i] != own && score > 0 && items.ToRelease(columns[i]) is >= 0 and int number) kept.Offer(number, score);
        }
    }
}
