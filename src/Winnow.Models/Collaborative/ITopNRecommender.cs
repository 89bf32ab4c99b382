using Winnow.Data;
using Winnow.Evaluation;

namespace Winnow.Models;

/// <summary>A collaborative model: learns from interactions, then scores the whole catalogue for a user.</summary>
public interface ITopNRecommender : IUserScorer
{
    /// <summary>Learns from scratch; what was learnt before is forgotten.</summary>
    /// <param name="train">The interactions to learn from. Same interactions, options and seed: same bytes, for any number of threads.</param>
    /// <param name="context">Threads, seed, cancellation, progress.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the model is as if never fitted.</exception>
    void Fit(Interactions train, FitContext context);

    /// <summary>Writes what was learnt.</summary>
    void Save(RecommenderState state);

    /// <summary>Reads what <see cref="Save"/> wrote, into a model with the same options.</summary>
    /// <exception cref="InvalidDataException">The state is of another model or incomplete; the message names the array.</exception>
    void Load(RecommenderState state);
}

/// <summary>A recommender that learns in passes, so that one can judge it in between and stop in time.</summary>
public interface IIterativeRecommender : ITopNRecommender
{
    /// <summary>Passes that <see cref="ITopNRecommender.Fit"/> makes.</summary>
    int Epochs { get; }

    /// <summary>Forgets what was learnt and prepares for the first pass.</summary>
    void Begin(Interactions train, FitContext context);

    /// <summary>Makes one pass; afterwards the model can score.</summary>
    /// <param name="epoch">Index of the pass, from 0.</param>
    void RunEpoch(int epoch);
}
