using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>Compares a share of live queries with the exact answer, away from the threads that serve them.</summary>
/// <remarks>
/// <para>Which queries are compared is decided by their number and a seed, not by what they are. A chosen query is copied into one
/// of a fixed number of places; if none is free it is dropped and counted. So the serving thread takes no lock, allocates nothing
/// and never waits. Some other thread calls <see cref="Run"/> from time to time, which does the exact searches.</para>
/// <para>The interval is Wilson's (JASA 22, 1927) with one trial a query: recall lies in [0, 1], so its variance is at most that
/// of a coin with the same mean, and the interval is never too narrow for that reason.</para>
/// </remarks>
public sealed class RecallAudit
{
    private const int Free = 0, Filling = 1, Waiting = 2;
    private const double Quantile = 1.959964;

    private readonly HnswIndex _index;
    private readonly RandomStream _choice;
    private readonly ulong _threshold;
    private readonly Place[] _places;
    private readonly Neighbor[] _exact;
    private readonly Lock _running = new();
    private long _seen, _dropped, _compared, _changed;
    private double _recalls;

    /// <summary>An audit of one index.</summary>
    /// <param name="index">The index that answers; it must outlive the audit.</param>
    /// <param name="share">Which share of the queries to compare, in [0, 1].</param>
    /// <param name="topK">Length of the answers that are compared, at least 1; of longer ones the beginning.</param>
    /// <param name="seed">Decides, with its number, whether a query is compared.</param>
    /// <param name="places">Chosen queries that can wait for <see cref="Run"/>, at least 1; default 256.</param>
    public RecallAudit(HnswIndex index, double share, int topK, ulong seed, int places = 256)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (!(share is >= 0 and <= 1)) Throw.Option(nameof(share), share, "in [0, 1]");
        if (topK < 1) Throw.Option(nameof(topK), topK, "at least 1");
        if (places < 1) Throw.Option(nameof(places), places, "at least 1");
        _index = index;
        _choice = new RandomStream(seed, "recall audit");
        _threshold = (ulong)(share * (1L << 32));
        _exact = new Neighbor[topK];
        _places = new Place[places];
        for (int i = 0; i < places; i++) _places[i] = new Place(index.Dimension, topK);
    }

    /// <summary>Tells of a query that was answered. Safe from any thread.</summary>
    /// <param name="query">The query, [dimension of the index].</param>
    /// <param name="answer">What the index returned, unfiltered, best first.</param>
    /// <returns>Whether the query will be compared.</returns>
    public bool Observe(ReadOnlySpan<float> query, ReadOnlySpan<Neighbor> answer)
    {
        if (query.Length != _index.Dimension) Throw.DimensionsDiffer(query.Length, _index.Dimension);
        long number = Interlocked.Increment(ref _seen) - 1;
        if (_choice.UInt32((ulong)number) >= _threshold) return false;
        for (int i = 0; i < _places.Length; i++)
        {
            Place place = _places[(int)((number + i) % _places.Length)];
            if (Interlocked.CompareExchange(ref place.State, Filling, Free) != Free) continue;
            query.CopyTo(place.Query);
            place.Count = Math.Min(answer.Length, place.Answer.Length);
            answer[..place.Count].CopyTo(place.Answer);
            place.Changes = _index.Changes;
            Volatile.Write(ref place.State, Waiting);
            return true;
        }
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Compares what is waiting. One call at a time works; others wait for it.</summary>
    /// <param name="cancel">Ends the call between two comparisons; the rest waits for the next.</param>
    /// <returns>How many queries were compared.</returns>
    public int Run(CancellationToken cancel = default)
    {
        lock (_running)
        {
            int done = 0;
            foreach (Place place in _places)
            {
                if (cancel.IsCancellationRequested) break;
                if (Volatile.Read(ref place.State) != Waiting) continue;
                Compare(place);
                Volatile.Write(ref place.State, Free);
                done++;
            }
            return done;
        }
    }

    /// <summary>What has been found so far. Safe from any thread; waits for a <see cref="Run"/> under way.</summary>
    public RecallReport Report()
    {
        lock (_running)
        {
            long seen = Volatile.Read(ref _seen), dropped = Volatile.Read(ref _dropped);
            double recall = _compared == 0 ? double.NaN : _recalls / _compared;
            (double low, double high) = Wilson(recall, _compared);
            return new RecallReport(_exact.Length, seen, _compared, dropped, _changed, recall, low, high);
        }
    }

    /// <summary>The 95 % interval of a mean of numbers in [0, 1].</summary>
    internal static (double Low, double High) Wilson(double mean, long trials)
    {
        if (trials == 0) return (0, 1);
        double z2 = Quantile * Quantile, scale = 1 / (1 + z2 / trials);
        double middle = (mean + z2 / (2 * trials)) * scale;
        double half = Quantile * scale * Math.Sqrt(mean * (1 - mean) / trials + z2 / (4.0 * trials * trials));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    private void Compare(Place place)
    {
        int wanted = _index.SearchExact(_index.Version, place.Query, _exact, default(AllItems));
        if (wanted == 0) return;                // everything was removed meanwhile: nothing to be right or wrong about
        int hits = 0;
        foreach (Neighbor truth in _exact.AsSpan(0, wanted))
        {
            foreach (Neighbor found in place.Answer.AsSpan(0, place.Count))
            {
                if (found.Id != truth.Id) continue;
                hits++;
                break;
            }
        }
        _recalls += (double)hits / wanted;
        _compared++;
        if (place.Changes != _index.Changes) _changed++;
    }

    /// <summary>Where a chosen query waits.</summary>
    private sealed class Place(int dimension, int topK)
    {
        internal readonly float[] Query = new float[dimension];
        internal readonly Neighbor[] Answer = new Neighbor[topK];
        internal int Count, State;
        internal long Changes;
    }
}
