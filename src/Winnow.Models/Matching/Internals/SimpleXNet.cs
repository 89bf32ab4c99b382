using System.Buffers;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A trained <see cref="SimpleX"/>, for scoring.</summary>
/// <param name="options">Its settings.</param>
/// <param name="vectors">e_i, [items, f].</param>
/// <param name="users">e_u, [users, f].</param>
/// <param name="map">V, [f, f].</param>
/// <param name="sequences">The latest events of each user.</param>
internal sealed unsafe class SimpleXNet(SimpleXOptions options, PinnedMatrix vectors, PinnedMatrix users, PinnedMatrix map, EventSequences sequences)
{
    private readonly LatentFactors _factors = new(new PinnedMatrix(0, options.Factors), Normalized(vectors));

    public int Items => vectors.Rows;

    public int Users => users.Rows;

    private int Factors => options.Factors;

    public static SimpleXNet Empty(SimpleXOptions options) =>
        new(options, new PinnedMatrix(0, options.Factors), new PinnedMatrix(0, options.Factors), new PinnedMatrix(options.Factors, options.Factors), EventSequences.Empty);

    public void Score(UserBlock block, MatrixView scores)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(Math.Max(1, block.Count * Factors));
        fixed (float* start = rented)
        {
            MatrixView made = new(start, block.Count, Factors);
            for (int i = 0; i < block.Count; i++)
            {
                int user = block.User(i);
                if ((uint)user < (uint)Users) UserVector(user, sequences.Of(user), made.Row(i));
                else UserVector(-1, block.History(i), made.Row(i));
            }
            _factors.ScoreVectors(made, scores);
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    public void ItemVectors(MatrixView target) => _factors.ItemVectors(target);

    /// <summary>h_u / ‖h_u‖; zeros if nothing is known.</summary>
    public void UserVector(int user, ReadOnlySpan<int> history, Span<float> vector)
    {
        vector.Clear();
        history = history[^Math.Min(history.Length, options.HistoryLength)..];
        // Without an event a user's own vector was never learnt.
        bool isKnown = user >= 0 && !sequences.Of(user).IsEmpty;
        float[] rented = ArrayPool<float>.Shared.Rent(Factors);
        fixed (float* mean = rented, h = vector)
        {
            new Span<float>(mean, Factors).Clear();
            foreach (int item in history) FloatRows.AddScaled(vectors.RowPointer(item), 1f / history.Length, mean, Factors);
            float share = isKnown ? (float)(1 - options.Gate) : 1;
            for (int k = 0; k < Factors; k++) FloatRows.AddScaled(map.RowPointer(k), share * mean[k], h, Factors);
            if (isKnown) FloatRows.AddScaled(users.RowPointer(user), (float)options.Gate, h, Factors);
            FloatRows.Normalize(h, h, Factors);
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    public void Save(RecommenderState state)
    {
        state.Put("shape", [Users, Items, Factors]);
        state.Put("items", [.. vectors.Values]);
        state.Put("users", [.. users.Values]);
        state.Put("map", [.. map.Values]);
        sequences.Save(state);
    }

    public static SimpleXNet Load(RecommenderState state, SimpleXOptions options)
    {
        int[] shape = state.Ints("shape");
        if (shape.Length != 3 || shape[2] != options.Factors)
            throw new InvalidDataException($"Array 'shape' of the saved model is [{string.Join(", ", shape)}]; expected users, items and {options.Factors}.");
        return new SimpleXNet(
            options, PinnedMatrix.Of(state, "items", shape[1], shape[2]), PinnedMatrix.Of(state, "users", shape[0], shape[2]), PinnedMatrix.Of(state, "map", shape[2], shape[2]),
            EventSequences.Load(state, shape[0], shape[1]));
    }

    private static PinnedMatrix Normalized(PinnedMatrix vectors)
    {
        PinnedMatrix normalized = new(vectors.Rows, vectors.Cols);
        for (int row = 0; row < vectors.Rows; row++) FloatRows.Normalize(vectors.RowPointer(row), normalized.RowPointer(row), vectors.Cols);
        return normalized;
    }
}
