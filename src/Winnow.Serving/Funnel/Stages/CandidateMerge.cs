namespace Winnow.Serving;

/// <summary>Merges what the sources found: quotas first, then turns; each item once, refused ones not at all.</summary>
/// <remarks>
/// A source brings its best items until its quota is full; an item that an earlier source brought, or that a rule refuses, does not count, and the
/// next one of the same source takes its place. Room that is left goes round the sources, one item a turn.
/// <para>The merged order is that of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): score = Σ over the sources that found the
/// item of 1 / (60 + its place there), so that scores of different kinds need not be comparable.</para>
/// </remarks>
/// <param name="quotas">Quota of each source.</param>
/// <param name="candidates">Candidates wanted together.</param>
internal sealed class CandidateMerge(int[] quotas, int candidates)
{
    private const int FusionConstant = 60;

    /// <summary>What a place in the list of a source is worth.</summary>
    public static float Fused(int place) => 1f / (FusionConstant + place);

    /// <summary>Merges into the candidates of the request.</summary>
    /// <param name="run">The request.</param>
    /// <param name="found">What each source found; null: nothing.</param>
    public void Merge(FunnelRun run, RecallRun?[] found)
    {
        int[] next = new int[found.Length];
        int most = Math.Max(candidates, run.Request.Count);
        for (int s = 0; s < found.Length; s++)
            for (int taken = 0; taken < quotas[s] && run.Count < most && TakeNext(run, found[s], ref next[s]);) taken++;
        for (bool any = true; any && run.Count < most;)
        {
            any = false;
            for (int s = 0; s < found.Length && run.Count < most; s++) any |= TakeNext(run, found[s], ref next[s]);
        }
        Fuse(run, found);
    }

    /// <summary>Candidates that a source found.</summary>
    public static int Brought(FunnelRun run, int source)
    {
        int count = 0;
        foreach (ref readonly Candidate candidate in run.Candidates)
            if ((candidate.Sources >> source & 1) != 0) count++;
        return count;
    }

    /// <summary>Takes the next item of a source that is new and not refused.</summary>
    private static bool TakeNext(FunnelRun run, RecallRun? source, ref int next)
    {
        if (source is null) return false;
        while (next < source.Found.Length)
        {
            int item = source.Found[next++].Id;
            if (run.PlaceOf.ContainsKey(item)) continue;
            if (run.Filters.Accepts(item))
            {
                run.Add(item);
                return true;
            }
            run.PlaceOf.Add(item, FunnelRun.Refused);
        }
        return false;
    }

    private static void Fuse(FunnelRun run, RecallRun?[] found)
    {
        Span<Candidate> merged = run.Candidates;
        for (int s = 0; s < found.Length; s++)
        {
            if (found[s] is not { } source) continue;
            for (int i = 0; i < source.Found.Length; i++)
            {
                if (!run.PlaceOf.TryGetValue(source.Found[i].Id, out int place) || place == FunnelRun.Refused) continue;
                merged[place].Sources |= 1ul << s;
                merged[place].Score = merged[place].RecallScore += Fused(i + 1);
            }
        }
    }
}
