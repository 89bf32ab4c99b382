namespace Winnow.Store;

/// <summary>A server sent what RESP3 does not allow, or not what the command answers with. The connection is closed.</summary>
public sealed class ProtocolException : IOException
{
    /// <summary>A reply that cannot be understood.</summary>
    /// <param name="got">What came.</param>
    /// <param name="expected">What was expected.</param>
    public ProtocolException(string got, string expected) : base($"Got {got} from the server; expected {expected}. Is it a Redis of version 7 or later?")
    {
    }
}
