namespace Winnow.Store;

/// <summary>An error a server answered with.</summary>
/// <param name="Code">Its first word, for example <c>MOVED</c> or <c>NOTYET</c>.</param>
/// <param name="Text">What follows.</param>
public sealed record RedisError(string Code, string Text)
{
    /// <summary>Code and text as the server sent them.</summary>
    public override string ToString() => Text.Length == 0 ? Code : $"{Code} {Text}";
}
