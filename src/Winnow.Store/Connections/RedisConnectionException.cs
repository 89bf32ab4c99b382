namespace Winnow.Store;

/// <summary>A connection could not be opened, or broke. What was under way may or may not have been carried out.</summary>
public sealed class RedisConnectionException : IOException
{
    /// <summary>A failure of a connection.</summary>
    /// <param name="message">Which server, doing what.</param>
    /// <param name="cause">What the system said.</param>
    public RedisConnectionException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
