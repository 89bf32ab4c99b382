namespace Winnow.Data;

/// <summary>How a file of interactions is written and what its columns are.</summary>
/// <remarks>Tokens of list layouts are separated by spaces, tabs or commas.</remarks>
public sealed record InteractionFormat
{
    /// <summary>How events are laid out. Default: one a row.</summary>
    public InteractionLayout Layout { get; init; } = InteractionLayout.Rows;

    /// <summary>Name of the user column; columns of files without a header are named <c>c1</c>, <c>c2</c>, …. Default <c>user</c>.</summary>
    public string User { get; init; } = "user";

    /// <summary>Name of the item column. Default <c>item</c>.</summary>
    public string Item { get; init; } = "item";

    /// <summary>Name of the column with the strength of the event (a rating, a count); null: feedback is implicit.</summary>
    public string? Value { get; init; }

    /// <summary>Name of the column with the time: whole numbers as they are, or ISO 8601 dates as Unix seconds; null: unknown.</summary>
    public string? Time { get; init; }

    /// <summary>How rows are written: CSV, TSV, JSON Lines; null: found out from the first lines.</summary>
    public FileFormat? File { get; init; }

    /// <summary>Whether rows without a user or an item are passed over and counted, instead of being malformed.</summary>
    public bool AllowMissing { get; init; }

    /// <summary>Reads a format that is part of a YAML file.</summary>
    internal static InteractionFormat From(YamlSection yaml) => new()
    {
        Layout = yaml.Choice("layout", InteractionLayout.Rows),
        User = yaml.Text("user", "user"),
        Item = yaml.Text("item", "item"),
        Value = yaml.OptionalText("value"),
        Time = yaml.OptionalText("time"),
        File = yaml.OptionalSection("format", shorthand: "kind") is { } f ? FeatureSchema.FormatFrom(f) : null,
        AllowMissing = yaml.Flag("allowMissing", false),
    };
}
