using Winnow.Numerics;

namespace Winnow.Serving;

/// <summary>Gives the last places of a page to random candidates from further down. Scratch of one request at a time.</summary>
internal sealed class ExplorationSlots
{
    private int[] _pool = [], _displaced = [];
    private bool[] _onPage = [];
    private int _pooled, _left;

    /// <summary>Changes an order; see <see cref="ExploreOptions"/>.</summary>
    public void Apply(ExploreOptions options, StageContext context, ReadOnlySpan<Candidate> candidates, Span<int> order, Action<int, string>? moves)
    {
        int page = Math.Min(order.Length, context.Request.Count), slots = Math.Min(options.Slots, page);
        FillPool(order[..page], Math.Min(options.From, candidates.Length), candidates.Length);
        RandomStream coins = context.Random.Fork("explore"), draws = coins.Fork("draw");
        int all = _pooled;
        _left = 0;
        for (int slot = 0; slot < slots; slot++)
        {
            int place = page - slots + slot;
            bool explores = _pooled > 0 && coins.Uniform((ulong)slot) < options.Share;
            if (explores) Draw(draws.Below((ulong)slot, _pooled), ref order[place]);
            if (moves is not null) Tell(options, candidates, order[place], place, all, explores, moves);
        }
        if (_left > 0) MoveUp(order[page..]);
    }

    private void FillPool(ReadOnlySpan<int> page, int depth, int candidates)
    {
        if (_onPage.Length < candidates) (_onPage, _pool, _displaced) = (new bool[candidates], new int[candidates], new int[candidates]);
        Array.Clear(_onPage);
        foreach (int candidate in page) _onPage[candidate] = true;
        _pooled = 0;
        for (int i = 0; i < depth; i++)
            if (!_onPage[i]) _pool[_pooled++] = i;
    }

    private void Draw(int at, ref int place)
    {
        _displaced[_left++] = place;
        place = _pool[at];
        _onPage[place] = true;
        _pool[at] = _pool[--_pooled];
    }

    /// <summary>Those that gave way come first among those that wait; those that were drawn wait no more.</summary>
    private void MoveUp(Span<int> waiting)
    {
        for (int i = 0; i < waiting.Length; i++)
            if (!_onPage[waiting[i]]) _displaced[_left++] = waiting[i];
        _displaced.AsSpan(0, waiting.Length).CopyTo(waiting);
    }

    private static void Tell(ExploreOptions options, ReadOnlySpan<Candidate> candidates, int candidate, int place, int pool, bool explores, Action<int, string> moves)
    {
        double propensity = explores ? options.Share / (double)pool : pool == 0 ? 1 : 1 - options.Share;
        string words = explores ? $"drawn from {pool} candidates, place {candidate + 1} → {place + 1}" : "kept by the draw";
        moves(candidates[candidate].Item, $"explore: {words}, propensity {propensity:g6}");
    }
}
