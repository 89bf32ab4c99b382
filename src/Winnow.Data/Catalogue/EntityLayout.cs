namespace Winnow.Data;

/// <summary>How the users or items of a data set are written in its file, one a line unless they are collected from a log.</summary>
/// <param name="Separator">What stands between the columns of a file without header and quotes; null: CSV with a header.</param>
/// <param name="Latin1">Whether the text is ISO 8859-1 instead of UTF-8.</param>
/// <param name="Collected">Whether the file is a log in which an entity has many lines: the most frequent text and the median number stay.</param>
/// <param name="Columns">The columns: of a CSV file those that are read, else all, in order.</param>
public sealed record EntityLayout(string? Separator, bool Latin1, bool Collected, IReadOnlyList<EntityColumn> Columns)
{
    internal static EntityLayout From(YamlSection yaml)
    {
        EntityLayout layout = new(
            yaml.OptionalText("separator"), yaml.Flag("latin1", false), yaml.Flag("collected", false), [.. yaml.Sections("columns").Select(EntityColumn.From)]);
        if (layout.Columns.Count(c => c.Kind == EntityColumnKind.Id) != 1) yaml.Fault("columns", "columns needs exactly one of kind id.");
        if (layout is { Separator: null, Latin1: true }) yaml.Fault("latin1", "latin1 is for files with a separator; CSV is read as UTF-8.");
        return layout;
    }
}
