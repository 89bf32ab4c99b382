namespace Winnow.Serving;

/// <summary>Notes on the way why items are where they are; kept only for requests that ask.</summary>
internal sealed class FunnelTrace
{
    private readonly Dictionary<int, List<SourcePlace>> _sources = [];
    private readonly Dictionary<int, List<StagePlace>> _stages = [];
    private readonly Dictionary<int, List<string>> _moves = [];

    public FunnelTrace() => Move = (item, words) => Of(_moves, item).Add(words);

    /// <summary>Notes what a rule or the re-ranker did to an item.</summary>
    public Action<int, string> Move { get; }

    /// <summary>Notes where a source had an item.</summary>
    public void Found(int item, SourcePlace place) => Of(_sources, item).Add(place);

    /// <summary>Notes the order after a stage.</summary>
    public void Ordered(string stage, ReadOnlySpan<Candidate> candidates)
    {
        for (int i = 0; i < candidates.Length; i++) Of(_stages, candidates[i].Item).Add(new StagePlace(stage, i + 1, candidates[i].Score));
    }

    /// <summary>Everything noted about an item.</summary>
    public ItemExplanation Explain(int item, ScoreExplanation? score) =>
        new([.. Of(_sources, item).OrderBy(s => s.Place)], Of(_stages, item), Of(_moves, item), score);

    private static List<T> Of<T>(Dictionary<int, List<T>> notes, int item)
    {
        if (!notes.TryGetValue(item, out List<T>? list)) notes.Add(item, list = []);
        return list;
    }
}
