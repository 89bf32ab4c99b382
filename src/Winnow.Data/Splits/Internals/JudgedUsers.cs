using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Makes a held-out part from what is known and what was held out.</summary>
internal static class JudgedUsers
{
    /// <param name="known">What is known of all users, [users, items].</param>
    /// <param name="held">The held-out events.</param>
    /// <param name="negatives">Published negatives, [users, items]; users without any are not judged. Null: the whole catalogue.</param>
    /// <param name="trained">Whether the users are among those trained on.</param>
    /// <param name="dropKnown">Whether held-out pairs that are known as well are not judged.</param>
    /// <param name="among">How many users could have been judged; −1: those with a known or a held-out event.</param>
    public static HeldOut Of(
        CsrMatrix known, Interactions held, CsrMatrix? negatives = null, bool trained = true, bool dropKnown = true, int among = -1)
    {
        CsrMatrix pairs = held.ByUser, relevant = dropKnown ? MatrixRows.Without(pairs, known) : pairs.WithValues(null);
        int[] users = [.. Enumerable.Range(0, relevant.Rows).Where(u => relevant.RowLength(u) > 0 && (negatives is null || negatives.RowLength(u) > 0))];
        int candidates = among >= 0 ? among : Enumerable.Range(0, known.Rows).Count(u => known.RowLength(u) > 0 || pairs.RowLength(u) > 0);
        return new HeldOut(users, MatrixRows.Of(known, users), MatrixRows.Of(relevant, users), negatives is null ? null : MatrixRows.Of(negatives, users), trained)
        {
            UsersWithoutRelevant = candidates - users.Length,
            KnownPairs = pairs.Entries - relevant.Entries,
        };
    }
}
