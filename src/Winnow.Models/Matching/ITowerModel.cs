using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>A recommender whose score is how alike a user's vector and an item's vector are, so that an index can answer for it.</summary>
/// <remarks>Safe from any thread once fitted or loaded.</remarks>
public interface ITowerModel : ITopNRecommender
{
    /// <summary>Length of the vectors.</summary>
    int Dimension { get; }

    /// <summary>What score is: inner product or cosine.</summary>
    VectorMetric Metric { get; }

    /// <summary>The vectors of all items.</summary>
    /// <param name="vectors">Receives them, [items, <see cref="Dimension"/>].</param>
    void ItemVectors(MatrixView vectors);

    /// <summary>The vector of one user.</summary>
    /// <param name="user">Number of the user among those trained on; −1 if he was not.</param>
    /// <param name="history">Items he took, oldest first, each in [0, items); may be empty or repeat. What the model makes of it (its order, its
    /// last ones) is the model's to say.</param>
    /// <param name="vector">Receives the vector, [<see cref="Dimension"/>]; zeros if nothing is known of the user.</param>
    void UserVector(int user, ReadOnlySpan<int> history, Span<float> vector);
}
