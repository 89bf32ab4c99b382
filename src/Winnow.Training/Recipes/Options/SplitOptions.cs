namespace Winnow.Training.Recipes;

/// <summary>How rows are taken from the training files for validation and test where there are no files for these.</summary>
public sealed record SplitOptions
{
    /// <summary>Which rows are taken. Default <see cref="SplitOrder.Given"/>.</summary>
    public SplitOrder Order { get; init; } = SplitOrder.Given;

    /// <summary>Share of the rows for validation, in [0, 0.9]; used only when no validation rows are given. Default 0.1.</summary>
    public float Validation { get; init; } = 0.1f;

    /// <summary>Share of the rows for test, in [0, 0.9]; used only when no test rows are given. Default 0.1.</summary>
    public float Test { get; init; } = 0.1f;
}

/// <summary>Which rows are held out.</summary>
public enum SplitOrder
{
    /// <summary>The last rows as they stand in the file: for a log that was written in time order, the fair choice.</summary>
    Given,

    /// <summary>Rows drawn at random from the seed.</summary>
    Random,

    /// <summary>The latest rows by the column of kind time.</summary>
    Time,
}
