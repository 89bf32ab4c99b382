namespace Winnow.Serving;

/// <summary>The log of events cannot be written or read.</summary>
public sealed class EventLogException : Exception
{
    /// <summary>An exception with the whole message: what happened, what it means, what to do.</summary>
    /// <param name="message">The message; without user data.</param>
    /// <param name="inner">The fault underneath, if there is one.</param>
    public EventLogException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
