namespace Winnow.Serving;

/// <summary>Events that go into histories together.</summary>
/// <param name="Log">Id of the log they come from.</param>
/// <param name="Start">Position of the first event of the log that is covered.</param>
/// <param name="End">Position after the last one. Events in between that are not for histories are not in <paramref name="Events"/>.</param>
/// <param name="Events">Those to add, in the order of the log.</param>
public sealed record HistoryBatch(string Log, long Start, long End, IReadOnlyList<HistoryEvent> Events);

/// <summary>A user took an item.</summary>
/// <param name="User">Id of the user.</param>
/// <param name="Entry">The item and when.</param>
public readonly record struct HistoryEvent(string User, HistoryEntry Entry);

/// <summary>An item in a history.</summary>
/// <param name="Item">Id of the item.</param>
/// <param name="Time">When it was taken.</param>
public readonly record struct HistoryEntry(string Item, DateTimeOffset Time);
