using System.Collections.Concurrent;

namespace Winnow.Serving;

/// <summary>The re-ranker of <see cref="ReRankOptions"/>. Each request borrows scratch memory; nothing is allocated for a candidate.</summary>
internal sealed class GreedyReRanker : IReRanker
{
    private readonly ConcurrentBag<GreedySelection> _idle = [];
    private readonly ReRankOptions _options;
    private readonly IItemCatalogue _items;
    private readonly IItemAttribute? _calibrated;
    private readonly string _words;

    public GreedyReRanker(ReRankOptions options, IItemCatalogue items)
    {
        (_options, _items) = (options, items);
        if (options.Calibrate is { } calibrate) _calibrated = items.Attribute(calibrate.Attribute);
        _words = string.Join(" + ", Words(options));
    }

    public int ReRank(StageContext context, ReadOnlySpan<Candidate> candidates, Span<int> order, Action<int, string>? moves)
    {
        ArgumentNullException.ThrowIfNull(context);
        order = order[..Math.Min(order.Length, candidates.Length)];
        if (!_idle.TryTake(out GreedySelection? selection)) selection = new GreedySelection(_options, _items, _calibrated);
        try
        {
            selection.Choose(context, candidates, order);
            if (moves is not null && _words.Length > 0) TellMoves(candidates, order, moves);
            if (_options.Explore is { } explore)
                selection.Exploration.Apply(explore, context, candidates, order, moves);
        }
        finally
        {
            _idle.Add(selection);
        }
        return order.Length;
    }

    private void TellMoves(ReadOnlySpan<Candidate> candidates, ReadOnlySpan<int> order, Action<int, string> moves)
    {
        for (int place = 0; place < order.Length; place++)
            if (order[place] != place) moves(candidates[order[place]].Item, $"{_words}: place {order[place] + 1} → {place + 1}");
    }

    private static IEnumerable<string> Words(ReRankOptions options)
    {
        if (options.Kind == ReRankKind.Mmr) yield return $"mmr with relevance {options.Relevance}";
        if (options.Kind == ReRankKind.Dpp) yield return $"dpp with relevance {options.Relevance}";
        if (options.Calibrate is { } calibrate) yield return $"calibrated '{calibrate.Attribute}' with weight {calibrate.Weight}";
    }
}
