namespace Winnow.Serving;

/// <summary>One term of what a page is chosen by: what each candidate would add to it, given what stands on the page.</summary>
/// <param name="weight">Factor of the term.</param>
internal abstract class SelectionTerm(double weight)
{
    protected double Weight => weight;

    /// <summary>Starts an empty page of at most so many places.</summary>
    public abstract void Begin(StageContext context, ReadOnlySpan<Candidate> candidates, int places);

    /// <summary>Adds the gain of each candidate, those on the page included (their numbers mean nothing), shape [candidates].</summary>
    public abstract void AddGains(Span<double> gains);

    /// <summary>Puts a candidate on the page.</summary>
    public abstract void Pick(int candidate);
}
