namespace Winnow.Data;

/// <summary>Which rows are held out for validation and test.</summary>
public enum SplitOrder
{
    /// <summary>The last rows as they stand in the files: for a log that was written in time order, the fair choice.</summary>
    Given,

    /// <summary>Rows drawn at random from the seed, each on its own, so that the parts have about the shares asked for.</summary>
    Random,

    /// <summary>The latest rows by the column of kind time; rows of the same time stay together.</summary>
    Time,
}
