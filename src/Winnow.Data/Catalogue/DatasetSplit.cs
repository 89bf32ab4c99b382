namespace Winnow.Data;

/// <summary>One part of a data set.</summary>
/// <param name="Name">train, validation, test.</param>
/// <param name="Files">Its files, read as one, in this order.</param>
public sealed record DatasetSplit(string Name, IReadOnlyList<DatasetFile> Files)
{
    /// <summary>Number of rows in all files; null if the catalogue does not say.</summary>
    public long? Rows => Files.All(f => f.Rows is not null) ? Files.Sum(f => f.Rows) : null;
}
