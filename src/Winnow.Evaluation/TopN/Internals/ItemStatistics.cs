using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>What list metrics need to know of the items: popularity, novelty, likeness.</summary>
internal sealed class ItemStatistics
{
    private readonly CsrMatrix? _vectors;
    private readonly float[] _norms;

    internal ItemStatistics(CsrMatrix trainByItem, CsrMatrix? vectors)
    {
        double users = Math.Max(1, trainByItem.Cols);
        Popularity = new double[trainByItem.Rows];
        Novelty = new double[trainByItem.Rows];
        for (int item = 0; item < trainByItem.Rows; item++)
        {
            int count = trainByItem.RowLength(item);
            (Popularity[item], Novelty[item]) = (count / users, -Math.Log2(Math.Max(1, count) / users));
        }
        _vectors = vectors;
        _norms = new float[vectors?.Rows ?? 0];
        for (int item = 0; item < _norms.Length; item++) _norms[item] = Norm(vectors!, item);
    }

    /// <summary>Share of the training users that took an item.</summary>
    internal double[] Popularity { get; }

    /// <summary>−log₂ of that share, an item of nobody counted as taken by one.</summary>
    internal double[] Novelty { get; }

    /// <summary>Whether lists can be judged for likeness.</summary>
    internal bool HasVectors => _vectors is not null;

    /// <summary>Width of the room that <see cref="AddLike"/> needs.</summary>
    internal int Features => _vectors?.Cols ?? 0;

    /// <summary>Adds the unit vector of an item to a sum and returns its inner product with what the sum was: the cosines with all items
    /// added before. So a list costs its vectors' entries, not its pairs.</summary>
    internal double AddLike(int item, Span<float> sum)
    {
        if (_norms[item] == 0) return 0;
        ReadOnlySpan<int> columns = _vectors!.Row(item);
        ReadOnlySpan<float> values = _vectors.RowValues(item);
        float scale = 1 / _norms[item];
        double product = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            float x = values.IsEmpty ? scale : scale * values[i];
            ref float at = ref sum[columns[i]];
            product += x * at;
            at += x;
        }
        return product;
    }

    /// <summary>Clears what <see cref="AddLike"/> wrote for an item.</summary>
    internal void Forget(int item, Span<float> sum)
    {
        foreach (int column in _vectors!.Row(item)) sum[column] = 0;
    }

    private static float Norm(CsrMatrix vectors, int item)
    {
        if (vectors.IsBinary) return MathF.Sqrt(vectors.RowLength(item));
        double squares = 0;
        foreach (float value in vectors.RowValues(item)) squares += (double)value * value;
        return (float)Math.Sqrt(squares);
    }
}
