using Winnow.Data;

namespace Winnow.Training.Benchmarks;

/// <summary>How a suite is run.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>Seeds each case is trained with, at least 1: the seed of its recipe and the ones after it. Default 3. Models that draw nothing
    /// at random are trained once.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Runs only cases with this text in the name of recipe or model; empty: all.</summary>
    public string Only { get; init; } = "";

    /// <summary>Threads that compute; 0: one for each core. Does not change the result.</summary>
    public int Threads { get; init; }

    /// <summary>Values that replace those of every recipe: <c>threads=2</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Is told how it goes; null: nobody is.</summary>
    public IBenchmarkObserver? Observer { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where data sets of the catalogue lie; null: the usual places.</summary>
    public DatasetStore? Store { get; init; }
}
