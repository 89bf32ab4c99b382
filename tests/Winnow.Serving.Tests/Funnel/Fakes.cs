using Winnow.Retrieval;

namespace Winnow.Serving.Tests;

/// <summary>A source that finds the items it is given.</summary>
internal sealed class FakeSource(string name, params int[] items) : IRecallSource
{
    public string Name => name;

    /// <summary>What happens before it answers.</summary>
    public Action<StageContext> Before { get; set; } = static _ => { };

    public int Recall(StageContext context, Span<Neighbor> found)
    {
        Before(context);
        int count = Math.Min(items.Length, found.Length);
        for (int i = 0; i < count; i++) found[i] = new Neighbor(items[i], items.Length - i);
        return count;
    }
}

/// <summary>A scorer by a formula.</summary>
internal sealed class FakeScorer(Func<StageContext, int, float> score) : IItemScorer
{
    private int _calls;

    /// <summary>What happens before it answers.</summary>
    public Action<StageContext> Before { get; set; } = static _ => { };

    public int Calls => Volatile.Read(ref _calls);

    public void Score(StageContext context, ReadOnlySpan<int> items, Span<float> scores)
    {
        Interlocked.Increment(ref _calls);
        Before(context);
        for (int i = 0; i < items.Length; i++) scores[i] = score(context, items[i]);
    }
}

/// <summary>Turns the order round.</summary>
internal sealed class Reverser : IReRanker
{
    /// <summary>What happens before it answers.</summary>
    public Action<StageContext> Before { get; set; } = static _ => { };

    public int ReRank(StageContext context, ReadOnlySpan<Candidate> candidates, Span<int> order, Action<int, string>? moves)
    {
        Before(context);
        for (int i = 0; i < order.Length; i++) order[i] = order.Length - 1 - i;
        moves?.Invoke(candidates[^1].Item, "reversed: last → first");
        return order.Length;
    }
}

/// <summary>A rule that keeps items out by a test.</summary>
internal sealed class FakeFilter(string name, Func<int, bool> accepts) : IItemFilter
{
    public string Name => name;

    public Func<int, bool> Accepts(StageContext context) => accepts;
}

/// <summary>A rule on the page by an action.</summary>
internal sealed class FakePageRule(string name, Action<List<Candidate>> apply) : IPageRule
{
    public string Name => name;

    public void Apply(StageContext context, List<Candidate> page, Action<int, string>? moves) => apply(page);
}

/// <summary>A clock that stands until it is told to go.</summary>
internal sealed class StandingClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;
}
