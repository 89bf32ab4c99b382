using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="RandomRecommender"/>; there are none.</summary>
public sealed record RandomRecommenderOptions : RecommenderOptions
{
    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new RandomRecommender();
}

/// <summary>Recommends at random: what every other model must beat. Score(u, i) is uniform in [0, 1).</summary>
/// <remarks>The numbers are a function of the seed and the user, or of the history of a user that was not trained on.</remarks>
public sealed class RandomRecommender : ITopNRecommender
{
    private ulong _seed;

    /// <inheritdoc/>
    public int Items { get; private set; }

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        (Items, _seed) = (0, 0);
        context.Cancel.ThrowIfCancellationRequested();
        (Items, _seed) = (train.Items.Count, context.Seed);
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores)
    {
        RandomStream stream = new(_seed, "random recommender");
        for (int i = 0; i < users.Count; i++)
        {
            int user = users.User(i);
            (user >= 0 ? stream.Fork((ulong)user) : OfHistory(stream.Fork("history"), users.History(i))).FillUniform(scores.Row(i), 0, 1);
        }
    }

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Put("random", [Items, (int)(uint)_seed, (int)(uint)(_seed >> 32)]);
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int[] numbers = state.Ints("random");
        if (numbers is not [>= 0, _, _]) throw new InvalidDataException($"Array 'random' of the saved model has {numbers.Length} numbers; expected the number of items and two halves of the seed.");
        (Items, _seed) = (numbers[0], (uint)numbers[1] | ((ulong)(uint)numbers[2] << 32));
    }

    private static RandomStream OfHistory(RandomStream stream, ReadOnlySpan<int> history)
    {
        foreach (int item in history) stream = stream.Fork((ulong)item);
        return stream;
    }
}
