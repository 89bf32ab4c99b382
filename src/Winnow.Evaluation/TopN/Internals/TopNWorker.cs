using System.Diagnostics;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>Scores and ranks users, one block after the other; belongs to one thread at a time.</summary>
internal sealed unsafe class TopNWorker : IDisposable
{
    private const byte IsRelevant = 1, IsSeen = 2;

    private readonly TopNRun _run;
    private readonly TopNOutcome _outcome;
    private readonly RankScratch _scratch;
    private readonly NativeBuffer<float> _block;
    private readonly byte[] _marks;
    private readonly int[] _candidates;
    private readonly float[] _candidateScores;
    private readonly float[] _relevantScores;
    private readonly float[] _likeness;

    internal TopNWorker(TopNRun run)
    {
        (_run, _outcome) = (run, run.Outcome);
        int items = run.Items;
        _scratch = new RankScratch(items, run.Outcome.Cutoffs[^1]);
        _block = new NativeBuffer<float>((nuint)(run.CandidatesOnly ? 1 : run.BlockUsers) * (nuint)items, zeroed: false);
        _marks = new byte[items];
        _candidates = run.WholeCatalogue ? [] : new int[items];
        _candidateScores = run.WholeCatalogue ? [] : new float[items];
        _relevantScores = new float[items];
        _likeness = new float[run.Statistics.Features];
    }

    public void Dispose() => _block.Dispose();

    internal void Judge(int first, int count, TopNCounts counts)
    {
        UserBlock users = new(_run.HeldOut, first, count);
        MatrixView scores = new(_block.Pointer, _run.CandidatesOnly ? 1 : count, _run.Items);
        if (!_run.CandidatesOnly)
        {
            long start = Stopwatch.GetTimestamp();
            _run.Scorer.Score(users, scores);
            counts.ScoreTicks += Stopwatch.GetTimestamp() - start;
        }
        for (int i = 0; i < count; i++) JudgeUser(users, i, first + i, scores.Row(_run.CandidatesOnly ? 0 : i), counts);
    }

    private void JudgeUser(UserBlock users, int i, int row, Span<float> scores, TopNCounts counts)
    {
        long start = Stopwatch.GetTimestamp();
        ReadOnlySpan<int> relevant = _run.HeldOut.Relevant.Row(row), seen = _run.HeldOut.Histories.Row(row);
        foreach (int item in relevant) _marks[item] |= IsRelevant;
        foreach (int item in seen) _marks[item] |= IsSeen;
        foreach (int item in relevant)
            if ((_marks[item] & IsSeen) != 0) counts.RelevantSeen++;
        Span<float> ranked = scores;
        ReadOnlySpan<int> items = default;
        int hidden = 0;
        if (_run.WholeCatalogue)
        {
            if (_run.Options.FilterSeen) hidden = Hide(scores, seen, row);
        }
        else
        {
            int candidates = Gather(row, relevant, counts);
            items = _candidates.AsSpan(0, candidates);
            ranked = _candidateScores.AsSpan(0, candidates);
            start += ScoreCandidates(users, i, scores, items, ranked, counts);
        }
        Rank(row, scores, ranked, items, hidden, counts);
        foreach (int item in relevant) _marks[item] = 0;
        foreach (int item in seen) _marks[item] = 0;
        counts.RankTicks += Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Hides what the user is known to have taken.</summary>
    private int Hide(Span<float> scores, ReadOnlySpan<int> seen, int row)
    {
        foreach (int item in seen)
        {
            if (!float.IsFinite(scores[item])) Throw.UserScoreNotFinite(_run.HeldOut.Users[row], item, scores[item]);
            scores[item] = float.NegativeInfinity;
        }
        return seen.Length;
    }

    /// <summary>Lists relevant items and negatives once each, ascending, without what is filtered.</summary>
    private int Gather(int row, ReadOnlySpan<int> relevant, TopNCounts counts)
    {
        int count = 0;
        foreach (int item in relevant) Add(item, ref count);
        if (_run.Options.Candidates == CandidateSet.Sampled)
        {
            int free = _marks.AsSpan().Count((byte)0);
            RandomStream stream = _run.Negatives.Fork((ulong)_run.HeldOut.Users[row]);
            count += CandidateDraw.Draw(_marks, free, _run.Options.SampledNegatives, stream, _candidates.AsSpan(count));
        }
        else
        {
            foreach (int item in _run.HeldOut.Negatives!.Row(row))
            {
                if ((_marks[item] & IsRelevant) != 0) counts.NegativesRelevant++;
                else if (!Add(item, ref count)) counts.NegativesSeen++;
            }
        }
        _candidates.AsSpan(0, count).Sort();
        return count;
    }

    private bool Add(int item, ref int count)
    {
        if (_run.Options.FilterSeen && (_marks[item] & IsSeen) != 0) return false;
        _candidates[count++] = item;
        return true;
    }

    /// <summary>Returns the time it took, which is not ranking.</summary>
    private long ScoreCandidates(UserBlock users, int i, Span<float> scores, ReadOnlySpan<int> items, Span<float> target, TopNCounts counts)
    {
        if (!_run.CandidatesOnly)
        {
            for (int j = 0; j < items.Length; j++) target[j] = scores[items[j]];
            return 0;
        }
        long start = Stopwatch.GetTimestamp();
        ((ICandidateScorer)_run.Scorer).Score(users, i, items, target);
        long ticks = Stopwatch.GetTimestamp() - start;
        counts.ScoreTicks += ticks;
        return ticks;
    }

    private void Rank(int row, Span<float> scores, Span<float> ranked, ReadOnlySpan<int> items, int hidden, TopNCounts counts)
    {
        ScoreRow.Found found = ScoreRow.Look(ranked, _scratch.List.Length, _scratch.Maxima);
        if (!found.Sound || found.Hidden != hidden) RefuseScores(row, ranked, items);
        int candidates = ranked.Length - hidden, relevant = 0;
        if (candidates > 1 && found.Lowest == found.Highest)
        {
            counts.ConstantRows++;
            if (found.Lowest == 0) counts.ZeroRows++;
        }
        if (items.IsEmpty && _run.WholeCatalogue)
        {
            foreach (int item in _run.HeldOut.Relevant.Row(row))
                if (!float.IsNegativeInfinity(ranked[item])) _relevantScores[relevant++] = ranked[item];
        }
        else
        {
            for (int j = 0; j < items.Length; j++)
                if ((_marks[items[j]] & IsRelevant) != 0) _relevantScores[relevant++] = ranked[j];
        }
        Span<float> relevantScores = _relevantScores.AsSpan(0, relevant);
        _outcome.Auc[row] = (float)AreaUnderCurve.Of(ranked, candidates, relevantScores);
        (int length, bool tied) = Select(row, scores, ranked, items, found.Threshold);
        Record(row, length, tied, relevantScores, counts);
    }

    private (int Length, bool TiedAtEnd) Select(int row, Span<float> scores, Span<float> ranked, ReadOnlySpan<int> items, float threshold)
    {
        if (_run.Options.Ties == TieOrder.RandomKey)
            return TopSelection.Select(ranked, items, threshold, _run.TieKeys.Fork((ulong)_run.HeldOut.Users[row]), _scratch);
        if (!_run.WholeCatalogue)
        {
            scores.Fill(float.NegativeInfinity);
            for (int j = 0; j < items.Length; j++) scores[items[j]] = ranked[j];
        }
        int length = NumpyList.Select(scores, _scratch);
        if (length < _scratch.List.Length) return (length, false);
        (int above, int equal) = ScoreRow.Count(ranked, _scratch.ListScores[length - 1]);
        return (length, above + equal > length);
    }

    private void Record(int row, int length, bool tiedAtEnd, Span<float> relevantScores, TopNCounts counts)
    {
        if (length == 0) counts.EmptyLists++;
        _outcome.ListLengths[row] = length;
        int hits = counts.HitRanks.Count;
        for (int j = 0; j < length; j++)
            if ((_marks[_scratch.List[j]] & IsRelevant) != 0) counts.HitRanks.Add(j + 1);
        _outcome.HitCounts[row] = counts.HitRanks.Count - hits;
        for (int c = 0; c < _outcome.Cutoffs.Length; c++)
            if (TiedAt(_outcome.Cutoffs[c], length, tiedAtEnd, relevantScores)) counts.Tied[c]++;
        RecordList(row, length);
    }

    /// <summary>Whether the cut parts equal scores one of which is a relevant item's.</summary>
    private bool TiedAt(int k, int length, bool tiedAtEnd, Span<float> relevantScores)
    {
        if (k > length || !(k < length ? _scratch.ListScores[k] == _scratch.ListScores[k - 1] : tiedAtEnd)) return false;
        return relevantScores.Contains(_scratch.ListScores[k - 1]);
    }

    private void RecordList(int row, int length)
    {
        ItemStatistics statistics = _run.Statistics;
        double popularity = 0, novelty = 0, likeness = 0;
        int j = 0;
        for (int c = 0; c < _outcome.Cutoffs.Length; c++)
        {
            for (; j < Math.Min(length, _outcome.Cutoffs[c]); j++)
            {
                int item = _scratch.List[j];
                Interlocked.Increment(ref _outcome.ItemCounts[(long)c * _run.Items + item]);
                popularity += statistics.Popularity[item];
                novelty += statistics.Novelty[item];
                if (statistics.HasVectors) likeness += statistics.AddLike(item, _likeness);
            }
            long at = (long)c * _outcome.Users + row;
            _outcome.Popularity[at] = (float)(popularity / j);              // NaN for an empty list: it has no mean
            _outcome.Novelty[at] = (float)(novelty / j);
            if (statistics.HasVectors) _outcome.Diversity[at] = j < 2 ? float.NaN : (float)(1 - likeness / (0.5 * j * (j - 1)));
        }
        if (!statistics.HasVectors) return;
        for (int i = 0; i < j; i++) statistics.Forget(_scratch.List[i], _likeness);
    }

    private void RefuseScores(int row, ReadOnlySpan<float> ranked, ReadOnlySpan<int> items)
    {
        ReadOnlySpan<int> seen = _run.Options.FilterSeen ? _run.HeldOut.Histories.Row(row) : default;
        for (int j = 0; j < ranked.Length; j++)
        {
            int item = items.IsEmpty ? j : items[j];
            if (!float.IsFinite(ranked[j]) && seen.BinarySearch(item) < 0) Throw.UserScoreNotFinite(_run.HeldOut.Users[row], item, ranked[j]);
        }
    }
}
