namespace Winnow.Data;

/// <summary>The size of a log after a filter.</summary>
/// <param name="Filter">The filter in words.</param>
/// <param name="Users">Users left.</param>
/// <param name="Items">Items left.</param>
/// <param name="Events">Events left.</param>
public readonly record struct FilterStep(string Filter, long Users, long Items, long Events)
{
    internal static FilterStep Of(string filter, Interactions log) => new(filter, log.Users.Count, log.Items.Count, log.Count);
}
