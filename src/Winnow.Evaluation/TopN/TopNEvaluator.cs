using System.Diagnostics;
using Winnow.Data;
using Winnow.Evaluation.Internals;
using Winnow.Numerics;

namespace Winnow.Evaluation;

/// <summary>Judges recommenders by the lists they make: scores blocks of users, ranks each user once for all metrics and cut-offs.</summary>
public static class TopNEvaluator
{
    /// <summary>Judges on a part of a split that was taken out of it.</summary>
    /// <param name="scorer">What is judged.</param>
    /// <param name="heldOut">Whom and on what.</param>
    /// <param name="options">Cut-offs, candidates, filter, ties, definitions.</param>
    /// <param name="trainByItem">Items × users of the training part, for popularity and novelty.</param>
    /// <param name="team">Threads; the result does not depend on their number.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <returns>The report; its protocol has no split.</returns>
    /// <exception cref="ArgumentException">Numbers of items differ, an option is out of range, or a score is not finite; the message names user and
    /// item.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>Memory: one block of scores a thread, never users × items. O(users · items) time, plus scoring.</remarks>
    public static TopNReport Evaluate(
        IUserScorer scorer, HeldOut heldOut, TopNOptions options, CsrMatrix trainByItem, WorkerTeam team, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(options);
        return Evaluate(scorer, heldOut, options, trainByItem, team, TopNProtocol.Of(heldOut, options.Validate()), cancel);
    }

    /// <summary>Judges on the test part of a split; the report's protocol names the split.</summary>
    /// <inheritdoc cref="Evaluate(IUserScorer, HeldOut, TopNOptions, CsrMatrix, WorkerTeam, CancellationToken)"/>
    public static TopNReport EvaluateTest(
        IUserScorer scorer, InteractionSplit split, TopNOptions options, WorkerTeam team, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        return Evaluate(scorer, split, "test", split.Test, options, team, cancel);
    }

    /// <summary>Judges on the validation part of a split; the report's protocol names the split.</summary>
    /// <inheritdoc cref="Evaluate(IUserScorer, HeldOut, TopNOptions, CsrMatrix, WorkerTeam, CancellationToken)"/>
    public static TopNReport EvaluateValidation(
        IUserScorer scorer, InteractionSplit split, TopNOptions options, WorkerTeam team, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(split);
        if (split.Validation is null) Throw.NoValidation(split.Protocol);
        return Evaluate(scorer, split, "validation", split.Validation, options, team, cancel);
    }

    private static TopNReport Evaluate(
        IUserScorer scorer, InteractionSplit split, string part, HeldOut heldOut, TopNOptions options, WorkerTeam team, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(options);
        TopNProtocol protocol = TopNProtocol.Of(heldOut, options.Validate()) with { Split = split.Protocol, Fingerprint = split.Fingerprint, Part = part };
        return Evaluate(scorer, heldOut, options, split.Train.ByItem, team, protocol, cancel);
    }

    private static TopNReport Evaluate(
        IUserScorer scorer, HeldOut heldOut, TopNOptions options, CsrMatrix trainByItem, WorkerTeam team, TopNProtocol protocol, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(trainByItem);
        ArgumentNullException.ThrowIfNull(team);
        int items = heldOut.Relevant.Cols;
        if (scorer.Items != items) Throw.ItemsDiffer("The scorer knows", scorer.Items, items);
        if (trainByItem.Rows != items) Throw.ItemsDiffer("The training part has", trainByItem.Rows, items);
        if (options.ItemVectors is { } vectors && vectors.Rows != items) Throw.ItemsDiffer("The item vectors describe", vectors.Rows, items);
        if (options.Ties == TieOrder.NumpyIntrosort && options.Cutoffs[^1] >= items) Throw.CutoffNotBelowCatalogue(options.Cutoffs[^1], items);
        long start = Stopwatch.GetTimestamp();
        using TopNRun run = new(scorer, heldOut, options, trainByItem, cancel);
        run.Execute(team);
        return new TopNReport(run, protocol, Stopwatch.GetElapsedTime(start));
    }
}
