using System.Globalization;

namespace Winnow.Store;

/// <content>Reads addresses.</content>
public sealed partial record RedisAddress
{
    /// <summary>The port where none is given.</summary>
    public const int DefaultPort = 6379;

    private const string Form = "redis[s]://[[user]:password@]host[:port][,host[:port]…][/?name=value&…]";

    private static readonly string[] s_settings =
        ["ca", "cert", "key", "serverName", "name", "connectTimeoutMs", "commandTimeoutMs", "deadlineMs", "stepTimeoutMs", "replicas", "readReplicas", "passwordFile"];

    /// <summary>Reads <c>redis://host:port,host2:port2</c>, <c>rediss://user:password@host:port/?ca=ca.pem</c> and the like.</summary>
    /// <param name="address">The text. User and password are percent-encoded. Settings after <c>?</c>: <c>ca</c>, <c>cert</c>, <c>key</c> (files),
    /// <c>serverName</c>, <c>passwordFile</c>, <c>name</c>, <c>connectTimeoutMs</c>, <c>commandTimeoutMs</c>, <c>deadlineMs</c>, <c>stepTimeoutMs</c>,
    /// <c>replicas</c>, <c>readReplicas</c>.</param>
    /// <exception cref="FormatException">It is none; the message names what is wrong, but never the password.</exception>
    public static RedisAddress Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        bool isTls = address.StartsWith("rediss://", StringComparison.Ordinal);
        if (!isTls && !address.StartsWith("redis://", StringComparison.Ordinal)) throw Wrong("an address that begins neither with redis:// nor with rediss://");
        string rest = address[(isTls ? 9 : 8)..], query = "";
        int mark = rest.IndexOf('?');
        if (mark >= 0) (rest, query) = (rest[..mark], rest[(mark + 1)..]);
        string? user = null, password = null;
        int at = rest.LastIndexOf('@');
        if (at >= 0) (user, password, rest) = Credentials(rest[..at], rest[(at + 1)..]);
        rest = WithoutPath(rest);
        RedisAddress result = new() { EndPoints = ParseEndPoints(rest), User = user, Password = password, Tls = isTls ? new() : null };
        foreach (string setting in query.Split('&', StringSplitOptions.RemoveEmptyEntries)) result = result.With(setting);
        return result;
    }

    private static (string? User, string Password, string Nodes) Credentials(string text, string rest)
    {
        int colon = text.IndexOf(':');
        if (colon < 0) throw Wrong("a user without a password");
        string user = Uri.UnescapeDataString(text[..colon]);
        return (user.Length == 0 ? null : user, Uri.UnescapeDataString(text[(colon + 1)..]), rest);
    }

    private static string WithoutPath(string rest)
    {
        int slash = rest.IndexOf('/');
        if (slash < 0) return rest;
        string path = rest[(slash + 1)..];
        return path is "" or "0" ? rest[..slash] : throw Wrong($"the path '/{path}'; a cluster has only database 0");
    }

    private static RedisEndPoint[] ParseEndPoints(string text)
    {
        List<RedisEndPoint> endPoints = [];
        foreach (string part in text.Split(','))
        {
            if (!RedisEndPoint.TryParse(part, DefaultPort, out RedisEndPoint endPoint)) throw Wrong($"'{part}' as a node; it must be host:port with a port in [1, 65535]");
            if (!endPoints.Contains(endPoint)) endPoints.Add(endPoint);
        }
        return [.. endPoints];
    }

    private RedisAddress With(string setting)
    {
        int equals = setting.IndexOf('=');
        if (equals < 0) throw Wrong($"'{setting}' without a value");
        string name = setting[..equals], value = Uri.UnescapeDataString(setting[(equals + 1)..]);
        if (value.Length == 0) throw Wrong($"an empty {name}");
        return name switch
        {
            "ca" => this with { Tls = Encrypted(name) with { AuthorityFile = value } },
            "cert" => this with { Tls = Encrypted(name) with { CertificateFile = value } },
            "key" => this with { Tls = Encrypted(name) with { KeyFile = value } },
            "serverName" => this with { Tls = Encrypted(name) with { ServerName = value } },
            "passwordFile" => this with { Password = File.ReadAllText(value).TrimEnd('\r', '\n') },
            "name" => value.All(c => c is > ' ' and <= '~') ? this with { ClientName = value } : throw Wrong("a name with spaces or letters outside ASCII"),
            "connectTimeoutMs" => this with { ConnectTimeout = Milliseconds(name, value) },
            "commandTimeoutMs" => this with { CommandTimeout = Milliseconds(name, value) },
            "deadlineMs" => this with { Deadline = Milliseconds(name, value) },
            "stepTimeoutMs" => this with { StepTimeout = Milliseconds(name, value) },
            "replicas" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int replicas) && replicas <= 16
                ? this with { Replicas = replicas } : throw Wrong($"replicas={value}; it must lie in [0, 16]"),
            "readReplicas" => bool.TryParse(value, out bool reads) ? this with { ReadReplicas = reads } : throw Wrong($"readReplicas={value}; it must be true or false"),
            _ => throw Wrong($"the setting '{name}'; legal are {string.Join(", ", s_settings)}"),
        };
    }

    private TlsOptions Encrypted(string name) => Tls ?? throw Wrong($"the setting '{name}' with redis://; encryption needs rediss://");

    private static TimeSpan Milliseconds(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds) : throw Wrong($"{name}={value}; it must be a whole number of milliseconds above 0");

    private static FormatException Wrong(string got) => new($"Got {got}. Expected {Form}");
}
