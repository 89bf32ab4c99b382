using System.Collections.Concurrent;
using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Internals;

/// <summary>One evaluation: blocks of users dealt to the threads of a team.</summary>
internal sealed class TopNRun : IDisposable
{
    private readonly ConcurrentBag<TopNWorker> _workers = [];
    private readonly CancellationToken _cancel;

    internal TopNRun(IUserScorer scorer, HeldOut heldOut, TopNOptions options, CsrMatrix trainByItem, CancellationToken cancel)
    {
        (Scorer, HeldOut, Options, _cancel) = (scorer, heldOut, options, cancel);
        Items = heldOut.Relevant.Cols;
        BlockUsers = options.UsersInBlock(Items);
        WholeCatalogue = options.Candidates == CandidateSet.FullCatalogue || (options.Candidates == CandidateSet.OfSplit && heldOut.Negatives is null);
        CandidatesOnly = !WholeCatalogue && scorer is ICandidateScorer;
        Statistics = new ItemStatistics(trainByItem, options.ItemVectors);
        Outcome = new TopNOutcome(heldOut.Users.Count, Items, [.. options.Cutoffs], options.ItemVectors is not null);
        TieKeys = new RandomStream(options.Seed, "ties");
        Negatives = new RandomStream(options.Seed, "negatives");
        Counts = new TopNCounts[(heldOut.Users.Count + BlockUsers - 1) / BlockUsers];
    }

    internal IUserScorer Scorer { get; }

    internal HeldOut HeldOut { get; }

    internal TopNOptions Options { get; }

    internal int Items { get; }

    internal int BlockUsers { get; }

    /// <summary>Whether every item is a candidate.</summary>
    internal bool WholeCatalogue { get; }

    /// <summary>Whether candidates are scored without scoring the catalogue.</summary>
    internal bool CandidatesOnly { get; }

    internal ItemStatistics Statistics { get; }

    internal TopNOutcome Outcome { get; }

    internal RandomStream TieKeys { get; }

    internal RandomStream Negatives { get; }

    /// <summary>Counts of each block; added up in the order of the blocks.</summary>
    internal TopNCounts[] Counts { get; }

    internal void Execute(WorkerTeam team)
    {
        BlockJob job = new(this);
        team.Run(ref job, Counts.Length);
    }

    public void Dispose()
    {
        foreach (TopNWorker worker in _workers) worker.Dispose();
        _workers.Clear();
    }

    private void JudgeBlock(int block)
    {
        _cancel.ThrowIfCancellationRequested();
        if (!_workers.TryTake(out TopNWorker? worker)) worker = new TopNWorker(this);
        TopNCounts counts = new(Outcome.Cutoffs.Length);
        try
        {
            int first = block * BlockUsers;
            worker.Judge(first, Math.Min(BlockUsers, Outcome.Users - first), counts);
        }
        finally
        {
            _workers.Add(worker);
        }
        Counts[block] = counts;
    }

    private readonly struct BlockJob(TopNRun run) : IParallelJob
    {
        public void Run(int chunk) => run.JudgeBlock(chunk);
    }
}
