namespace Winnow.Store;

/// <summary>Where a server listens.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">TCP port, 1 … 65,535.</param>
public readonly record struct RedisEndPoint(string Host, int Port)
{
    /// <summary>As in an address: IPv6 in brackets.</summary>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads <c>host:port</c>, or the host alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="defaultPort">The port where none is given; 0: there must be one.</param>
    /// <param name="endPoint">The result.</param>
    /// <returns>False if it is none.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, int defaultPort, out RedisEndPoint endPoint)
    {
        endPoint = default;
        int colon = text.LastIndexOf(':');
        bool isBracketed = text.StartsWith("[");
        if (isBracketed && colon < text.IndexOf(']')) colon = -1;
        ReadOnlySpan<char> host = colon < 0 ? text : text[..colon];
        int port = defaultPort;
        if (colon >= 0 && !int.TryParse(text[(colon + 1)..], System.Globalization.NumberStyles.None, null, out port)) return false;
        if (isBracketed)
        {
            if (!host.EndsWith("]")) return false;
            host = host[1..^1];
        }
        if (host.IsEmpty || port is < 1 or > 65_535 || host.ContainsAny(" /@[]")) return false;
        endPoint = new(host.ToString(), port);
        return true;
    }
}
