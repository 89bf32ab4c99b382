using System.Buffers;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>One vector a user and one an item; score(u, i) is their inner product.</summary>
internal sealed unsafe class LatentFactors(PinnedMatrix users, PinnedMatrix items)
{
    private readonly Lock _gate = new();
    private PinnedMatrix? _itemsByFactor;

    public LatentFactors(int users, int items, int factors) : this(new PinnedMatrix(users, factors), new PinnedMatrix(items, factors))
    {
    }

    public static LatentFactors Empty { get; } = new(0, 0, 0);

    public PinnedMatrix Users { get; } = users;

    public PinnedMatrix Items { get; } = items;

    /// <summary>Length of the vectors.</summary>
    public int Count => Items.Cols;

    /// <summary>To be called after a change of the items' vectors.</summary>
    public void ItemsChanged() => _itemsByFactor = null;

    /// <summary>Scores all items for the users of a block.</summary>
    /// <param name="block">The users.</param>
    /// <param name="scores">[users, items].</param>
    /// <param name="foldIn">Makes the vector of a user that was not trained on, from his history.</param>
    public void Score<TFoldIn>(UserBlock block, MatrixView scores, TFoldIn foldIn) where TFoldIn : IFoldIn
    {
        float[] rented = ArrayPool<float>.Shared.Rent(Math.Max(1, block.Count * Count));
        fixed (float* gathered = rented)
        {
            for (int i = 0; i < block.Count; i++)
            {
                Span<float> vector = rented.AsSpan(i * Count, Count);
                int user = block.User(i);
                if ((uint)user < (uint)Users.Rows) Users.Row(user).CopyTo(vector);
                else foldIn.FoldIn(block.History(i), block.HistoryValues(i), vector);
            }
            ScoreVectors(new MatrixView(gathered, block.Count, Count), scores);
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Scores all items for users whose vectors are there, [users, <see cref="Count"/>].</summary>
    public void ScoreVectors(MatrixView users, MatrixView scores)
    {
        // The right factor lies row by factor, so that one user goes the same way through the kernels as many: same bits.
        PinnedMatrix right = ItemsByFactor();
        Gemm.Multiply(Transpose.No, users, Transpose.No, right.View, scores, accumulate: false, WorkerTeam.Single);
        GC.KeepAlive(right);
    }

    /// <summary>Copies the vectors of all items, [items, <see cref="Count"/>].</summary>
    public void ItemVectors(MatrixView vectors)
    {
        TowerShape.CheckItems(vectors, Items.Rows, Count);
        for (int item = 0; item < Items.Rows; item++) Items.Row(item).CopyTo(vectors.Row(item));
    }

    /// <summary>The vector of one user, as <see cref="Score{TFoldIn}"/> takes it.</summary>
    public void UserVector<TFoldIn>(int user, ReadOnlySpan<int> history, Span<float> vector, TFoldIn foldIn) where TFoldIn : IFoldIn
    {
        TowerShape.CheckUser(user, Users.Rows, history, Items.Rows, vector, Count);
        if (user >= 0) Users.Row(user).CopyTo(vector);
        else foldIn.FoldIn(history, [], vector);
    }

    public void Save(RecommenderState state)
    {
        state.Put("shape", [Users.Rows, Items.Rows, Count]);
        state.Put("users", [.. Users.Values]);          // copies: the next pass changes the originals
        state.Put("items", [.. Items.Values]);
    }

    public static LatentFactors Load(RecommenderState state)
    {
        int[] shape = state.Ints("shape");
        if (shape.Length != 3)
            throw new InvalidDataException($"Array 'shape' of the saved model has {shape.Length} numbers; expected users, items and factors.");
        return new LatentFactors(PinnedMatrix.Of(state, "users", shape[0], shape[2]), PinnedMatrix.Of(state, "items", shape[1], shape[2]));
    }

    private PinnedMatrix ItemsByFactor()
    {
        PinnedMatrix? ready = Volatile.Read(ref _itemsByFactor);
        if (ready is not null) return ready;
        lock (_gate) return _itemsByFactor ??= Items.Transpose();
    }
}

/// <summary>How a model makes the vector of a user it was not trained on.</summary>
internal interface IFoldIn
{
    /// <summary>Writes every element of <paramref name="vector"/>; zeros if the history is empty. Safe from several threads.</summary>
    void FoldIn(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> vector);
}

/// <summary>Σ r_ui y_i / √n_u, the mean of the items' vectors up to a factor that changes no ranking.</summary>
internal readonly struct MeanItemFactors(PinnedMatrix items) : IFoldIn
{
    public void FoldIn(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> vector)
    {
        vector.Clear();
        float scale = 1 / MathF.Sqrt(Math.Max(1, history.Length));
        for (int i = 0; i < history.Length; i++)
        {
            float weight = scale * (values.IsEmpty ? 1 : values[i]);
            Span<float> item = items.Row(history[i]);
            for (int d = 0; d < vector.Length; d++) vector[d] += weight * item[d];
        }
    }
}
