namespace Winnow.Data;

/// <summary>How ranking examples are made from a log.</summary>
public sealed record ExampleOptions
{
    /// <summary>Sampled negatives a positive, 0 … 1,000. Default 4.</summary>
    public int Negatives { get; init; } = 4;

    /// <summary>From which distribution they are drawn. Default: uniform.</summary>
    public NegativeSampling NegativeSampling { get; init; } = NegativeSampling.Uniform;

    /// <summary>The power of <see cref="Data.NegativeSampling.Popularity"/>, 0 … 2. Default 0.75.</summary>
    public double PopularityPower { get; init; } = 0.75;

    /// <summary>Most items of the history of an example, at least 1. Default 50.</summary>
    public int History { get; init; } = 50;

    /// <summary>Whether the other events of the same moment (lines of one invoice) are in the history of a training event too. Validation and
    /// test rows never see them. Default false.</summary>
    /// <remarks>What is bought together tells more of likeness than what is bought one after the other, and there is more of it; but a
    /// page is made before the basket is full, so probabilities are those of a basket that is nearly known. Of no effect without times.</remarks>
    public bool SameMoment { get; init; }

    /// <summary>Events with a shorter history make no example; at least 0. Default 1.</summary>
    public int MinimumHistory { get; init; } = 1;

    /// <summary>Of each user, only so many of his latest training events make examples, the others are history alone; 0: all. Default 0.</summary>
    public int EventsPerUser { get; init; }

    /// <summary>Seed of the negatives.</summary>
    public ulong Seed { get; init; } = 1;

    internal ExampleOptions Validate()
    {
        List<string> faults = [];
        if (Negatives is < 0 or > 1000) faults.Add($"{nameof(Negatives)} is {Negatives}; expected 0 to 1000.");
        if (!(PopularityPower is >= 0 and <= 2)) faults.Add($"{nameof(PopularityPower)} is {PopularityPower}; expected 0 to 2.");
        if (History < 1) faults.Add($"{nameof(History)} is {History}; expected at least 1.");
        if (MinimumHistory < 0) faults.Add($"{nameof(MinimumHistory)} is {MinimumHistory}; expected at least 0.");
        if (EventsPerUser < 0) faults.Add($"{nameof(EventsPerUser)} is {EventsPerUser}; expected at least 0 (0: all).");
        return faults.Count == 0 ? this : throw new ArgumentException(string.Join('\n', faults));
    }
}
