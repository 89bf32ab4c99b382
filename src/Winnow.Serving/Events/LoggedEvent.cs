namespace Winnow.Serving;

/// <summary>An event of the log and its place.</summary>
/// <param name="Position">Its place: 0, 1, 2, ….</param>
/// <param name="Event">The event.</param>
public readonly record struct LoggedEvent(long Position, ServedEvent Event);
