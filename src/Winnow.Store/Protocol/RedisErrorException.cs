namespace Winnow.Store;

/// <summary>A server refused a command.</summary>
public sealed class RedisErrorException : Exception
{
    /// <summary>An error of a server, met while doing something.</summary>
    /// <param name="error">What it answered.</param>
    /// <param name="doing">What was asked of whom, for people.</param>
    public RedisErrorException(RedisError error, string doing) : base($"{doing}: the server answered '{error}'.") => Error = error;

    /// <summary>What the server answered.</summary>
    public RedisError Error { get; }
}
