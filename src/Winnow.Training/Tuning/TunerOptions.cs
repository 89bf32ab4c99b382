namespace Winnow.Training.Tuning;

/// <summary>How a search is run: the same budget for every model, or the comparison is not fair.</summary>
public sealed record TunerOptions
{
    /// <summary>Trials in all, at least 1. Default 35, as in the study of Ferrari Dacrema et al., RecSys 2019.</summary>
    public int Cases { get; init; } = 35;

    /// <summary>Trials of these that are drawn at random, at least 1. Default 5.</summary>
    public int Random { get; init; } = 5;

    /// <summary>Seed of all choices. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>File that records every trial and from which an interrupted search goes on; null: none.</summary>
    public string? Record { get; init; }

    /// <summary>What is measured, in words: model, data, metric. Together with space and seed it tells one record from another.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Is told every trial, also those replayed from the record, and the best so far; null: nobody is.</summary>
    public Action<Trial, Trial?>? OnTrial { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>What a search found.</summary>
/// <param name="Best">The trial with the highest value, the first of equals.</param>
/// <param name="Trials">All trials in order.</param>
/// <param name="Replayed">How many of them came from the record.</param>
public sealed record TuningResult(Trial Best, IReadOnlyList<Trial> Trials, int Replayed);
