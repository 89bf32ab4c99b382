namespace Winnow.Evaluation.Reports;

/// <summary>Where the numbers of a report come from, so that somebody else can get them again.</summary>
public sealed record Provenance
{
    /// <summary>Name of the data set.</summary>
    public required string DataSet { get; init; }

    /// <summary>Fingerprint of the files read.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Rows trained on.</summary>
    public long? TrainingRows { get; init; }

    /// <summary>Rows that chose the weights kept.</summary>
    public long? ValidationRows { get; init; }

    /// <summary>Rows that the metrics are about.</summary>
    public long? TestRows { get; init; }

    /// <summary>Rows left out because they could not be read.</summary>
    public long? BadRows { get; init; }

    /// <summary>How the rows were split.</summary>
    public string? Split { get; init; }

    /// <summary>Seed of the run.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Version of the library.</summary>
    public string? LibraryVersion { get; init; }

    /// <summary>Processor, cores, memory, operating system.</summary>
    public string? Machine { get; init; }

    /// <summary>When the run ended.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The command that does it again.</summary>
    public string? Command { get; init; }

    /// <summary>The recipes, name and YAML text.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Recipes { get; init; } = [];
}
