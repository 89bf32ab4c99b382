namespace Winnow.Data;

/// <summary>The columns of ranking examples that are no features of users or items.</summary>
public static class ExampleColumns
{
    /// <summary>Id of the user.</summary>
    public const string User = "user";

    /// <summary>Id of the item.</summary>
    public const string Item = "item";

    /// <summary>Ids of the items the user took before, oldest first.</summary>
    public const string History = "history";

    /// <summary>Time of the event, as in the log; only where the log has times.</summary>
    public const string Time = "time";

    /// <summary>1 for an event of the log, 0 for a sampled negative; or a teacher's probability.</summary>
    public const string Label = "label";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [User, Item, History, Time, Label];
}
