using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>What recommenders are judged on: for each judged user what is known of him and what he really took afterwards.</summary>
public sealed class HeldOut
{
    /// <summary>Puts the parts together; row i of each matrix belongs to judged user i.</summary>
    /// <param name="users">Index of each judged user among the users of the log, shape [n], ascending.</param>
    /// <param name="histories">What the recommender may know, [n, items]: all that is before this part (for test: training and
    /// validation), or the fold-in part of users that were not trained on.</param>
    /// <param name="relevant">What was held out, [n, items]; no row is empty.</param>
    /// <param name="negatives">Items to be ranked against the relevant ones, [n, items], as published; null: the whole catalogue.</param>
    /// <param name="trained">Whether these users are among those trained on; false for user hold-out (strong generalisation).</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a user has nothing relevant.</exception>
    public HeldOut(int[] users, CsrMatrix histories, CsrMatrix relevant, CsrMatrix? negatives = null, bool trained = true)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(histories);
        ArgumentNullException.ThrowIfNull(relevant);
        foreach (CsrMatrix matrix in negatives is null ? [histories, relevant] : (CsrMatrix[])[histories, relevant, negatives])
            if (matrix.Rows != users.Length || matrix.Cols != histories.Cols)
                throw new ArgumentException($"A matrix of {matrix.Rows} × {matrix.Cols} came for {users.Length} judged users and {histories.Cols} items.");
        for (int row = 0; row < relevant.Rows; row++)
            if (relevant.RowLength(row) == 0) throw new ArgumentException($"Judged user {row} has nothing relevant; leave such users out and count them.", nameof(relevant));
        (Users, Histories, Relevant, Negatives, Trained) = (users, histories, relevant, negatives, trained);
    }

    /// <summary>Index of each judged user among the users of the log, ascending.</summary>
    public IReadOnlyList<int> Users { get; }

    /// <summary>What the recommender may know of each judged user; also what is filtered as seen.</summary>
    public CsrMatrix Histories { get; }

    /// <summary>What each judged user took and the recommender must find.</summary>
    public CsrMatrix Relevant { get; }

    /// <summary>The items the relevant ones are ranked against; null: the whole catalogue.</summary>
    public CsrMatrix? Negatives { get; }

    /// <summary>Whether the judged users were trained on.</summary>
    public bool Trained { get; }

    /// <summary>Users that had to be left out because nothing of theirs was held out.</summary>
    public int UsersWithoutRelevant { get; init; }

    /// <summary>Held-out pairs that are not judged because the same user had the same item before.</summary>
    public int KnownPairs { get; init; }
}
