namespace Winnow.Data;

/// <summary>Takes events out of a log. A value: it prints itself in the report of what was removed.</summary>
/// <remarks>Users and items without an event left are removed with their ids, features and numbers; the others keep their order.</remarks>
public abstract record InteractionFilter
{
    /// <summary>Applies filters in the order given.</summary>
    /// <param name="log">The log.</param>
    /// <param name="filters">The filters.</param>
    /// <returns>What is left, and what each filter removed.</returns>
    /// <exception cref="ArgumentException">A filter needs values or times that the log does not have, or nothing is left.</exception>
    public static FilteredInteractions Apply(Interactions log, params IReadOnlyList<InteractionFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(filters);
        List<FilterStep> steps = [FilterStep.Of("as it came", log)];
        Interactions left = Remaining.Of(log);
        if (left.Users.Count < log.Users.Count || left.Items.Count < log.Items.Count) steps.Add(FilterStep.Of("users and items without an event", left));
        foreach (InteractionFilter filter in filters)
        {
            left = Remaining.Of(filter.Filter(left));
            if (left.Count == 0) throw new ArgumentException($"Nothing is left of {log.Count} events after '{filter}'. Loosen this filter.");
            steps.Add(FilterStep.Of(filter.ToString(), left));
        }
        return new FilteredInteractions(left, steps);
    }

    /// <summary>The filter in words.</summary>
    public sealed override string ToString() => Describe();

    internal abstract Interactions Filter(Interactions log);

    internal abstract string Describe();
}
