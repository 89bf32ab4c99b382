using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>Finds candidates in the catalogue.</summary>
/// <remarks>Stages are called from several threads at once and on the calling thread alone. A stage that throws or is late is passed over.</remarks>
public interface IRecallSource
{
    /// <summary>Name, unique in the funnel.</summary>
    string Name { get; }

    /// <summary>Finds items, best first, those of the history included: leaving them out is a rule's task.</summary>
    /// <param name="context">The request.</param>
    /// <param name="found">Receives items by number, distinct; its length is the most that is wanted.</param>
    /// <returns>How many were found.</returns>
    int Recall(StageContext context, Span<Neighbor> found);
}

/// <summary>Gives candidates a score: pre-ranker and ranker.</summary>
public interface IItemScorer
{
    /// <summary>Scores items for the user of the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="items">Items by number, distinct, shape [n].</param>
    /// <param name="scores">Receives logits, shape [n], finite; higher is better.</param>
    void Score(StageContext context, ReadOnlySpan<int> items, Span<float> scores);
}

/// <summary>Chooses and orders the page among ranked candidates.</summary>
public interface IReRanker
{
    /// <summary>Writes a new order.</summary>
    /// <param name="context">The request.</param>
    /// <param name="candidates">The candidates, best <see cref="Candidate.Score"/> first, shape [n].</param>
    /// <param name="order">Receives places in <paramref name="candidates"/>, the best first; its length k ≤ n is the number wanted.</param>
    /// <param name="moves">Told what was done to which item (number, words); null: nobody wants to know.</param>
    /// <returns>How many were written: k, or fewer if there are not enough.</returns>
    int ReRank(StageContext context, ReadOnlySpan<Candidate> candidates, Span<int> order, Action<int, string>? moves);
}

/// <summary>A rule that keeps items out. Asked about everything that recall finds.</summary>
public interface IItemFilter
{
    /// <summary>Name of the rule.</summary>
    string Name { get; }

    /// <summary>What is to be asked for one request; what costs more than a look-up is done here, once.</summary>
    Func<int, bool> Accepts(StageContext context);
}

/// <summary>A rule that changes scores between ranker and re-ranker: boosts.</summary>
public interface IScoreRule
{
    /// <summary>Name of the rule.</summary>
    string Name { get; }

    /// <summary>Changes <see cref="Candidate.Score"/> and puts the candidates in their new order.</summary>
    /// <param name="context">The request.</param>
    /// <param name="candidates">The candidates, best <see cref="Candidate.Score"/> first, before and after.</param>
    /// <param name="moves">Told what was done to which item; null: nobody wants to know.</param>
    void Apply(StageContext context, Span<Candidate> candidates, Action<int, string>? moves);
}

/// <summary>A rule on the finished order: caps, pins.</summary>
public interface IPageRule
{
    /// <summary>Name of the rule.</summary>
    string Name { get; }

    /// <summary>Changes the order.</summary>
    /// <param name="context">The request.</param>
    /// <param name="page">Items in order, best first, longer than the page that is wanted so that others can move up; changed in place. Pins may
    /// insert items that are not in it.</param>
    /// <param name="moves">Told what was done to which item; null: nobody wants to know.</param>
    void Apply(StageContext context, List<Candidate> page, Action<int, string>? moves);
}
