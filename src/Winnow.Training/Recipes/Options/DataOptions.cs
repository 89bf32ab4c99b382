using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>Where the rows come from: a data set of the catalogue, files and their schema, or a log of interactions.</summary>
public sealed record DataOptions
{
    /// <summary>Name in the data catalogue; empty when <see cref="Train"/> names files or <see cref="Interactions"/> a log.</summary>
    public string Name { get; init; } = "";

    /// <summary>A log from which examples are made; null: the rows are there already.</summary>
    public ExampleDataOptions? Interactions { get; init; }

    /// <summary>Files with training rows, read in order; paths are relative to the working directory.</summary>
    public IReadOnlyList<string> Train { get; init; } = [];

    /// <summary>Files with validation rows; none: see <see cref="HoldOut.Validation"/>.</summary>
    public IReadOnlyList<string> Validation { get; init; } = [];

    /// <summary>Files with test rows; none: see <see cref="HoldOut.Test"/>.</summary>
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>Columns of the files; null for a data set of the catalogue, which brings its own, and for a log, whose features tell, unless
    /// it shall be replaced.</summary>
    public FeatureSchema? Schema { get; init; }

    /// <summary>A YAML file with the schema, instead of <see cref="Schema"/>; empty for none.</summary>
    public string SchemaFile { get; init; } = "";

    /// <summary>Share of malformed rows that is put up with, in [0, 1]; ten rows are always, unless it is 0. Default 0.001.</summary>
    public float MaxBadRows { get; init; } = 0.001f;

    /// <summary>What the rows are called in reports.</summary>
    public string Title => Interactions is { } examples ? examples.Log.Title : Name.Length > 0 ? Name : string.Join(", ", Train.Select(Path.GetFileName));

    /// <summary>A log that ends the reading when there are more malformed rows than <see cref="MaxBadRows"/>.</summary>
    public BadRowLog NewBadRowLog() => new(MaxBadRows == 0 ? BadRowLimit.None : BadRowLimit.Default with { Fraction = MaxBadRows });
}
