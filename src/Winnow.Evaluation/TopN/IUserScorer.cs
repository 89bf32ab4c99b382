using Winnow.Numerics;

namespace Winnow.Evaluation;

/// <summary>Whatever gives users a score for items: higher is better.</summary>
/// <remarks>Scoring runs on the calling thread alone and is safe from several threads at once, because the evaluator gives each of
/// its threads blocks of its own.</remarks>
public interface IUserScorer
{
    /// <summary>Number of items that are scored.</summary>
    int Items { get; }

    /// <summary>Scores every item for each user of a block.</summary>
    /// <param name="users">The users.</param>
    /// <param name="scores">Where the scores go, [users, items]; all are written, all finite. Seen items are scored as well: leaving
    /// them out is the evaluator's task. A user the model knows nothing about gets the same score everywhere.</param>
    void Score(UserBlock users, MatrixView scores);
}

/// <summary>A scorer for which a few items are much cheaper than the catalogue.</summary>
public interface ICandidateScorer : IUserScorer
{
    /// <summary>Scores some items for one user of a block; equal to what <see cref="IUserScorer.Score"/> gives them.</summary>
    /// <param name="users">The block.</param>
    /// <param name="i">Place of the user in it.</param>
    /// <param name="items">The items, shape [n].</param>
    /// <param name="scores">Their scores, shape [n].</param>
    void Score(UserBlock users, int i, ReadOnlySpan<int> items, Span<float> scores);
}
