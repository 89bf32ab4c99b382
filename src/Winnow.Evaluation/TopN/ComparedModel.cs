namespace Winnow.Evaluation;

/// <summary>A recommender in a comparison.</summary>
/// <param name="Name">What to call it; distinct.</param>
/// <param name="Report">How it was judged.</param>
public sealed record ComparedModel(string Name, TopNReport Report)
{
    /// <summary>How long it took to fit; null: unknown.</summary>
    public TimeSpan? Fit { get; init; }
}
