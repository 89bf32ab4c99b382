using System.Security.Cryptography;
using System.Text;

namespace Winnow.Serving.Http;

/// <summary>A key as the server keeps it: its hash, never its text.</summary>
/// <remarks>The text has 256 random bits, so one round of SHA-256 is enough: there is nothing to guess that salt or a slow hash would protect.</remarks>
public sealed class ApiKey
{
    /// <summary>Bytes of <see cref="Hash"/>.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const string Prefix = "wk_";       // lets scanners of source code find keys that were committed by mistake
    private const int SecretBytes = 32;

    /// <summary>Takes what is known of a key.</summary>
    /// <param name="name">Name for logs and metrics.</param>
    /// <param name="kind">What it allows.</param>
    /// <param name="hash">SHA-256 of its UTF-8 text, [<see cref="HashBytes"/>].</param>
    /// <param name="perSecond">Requests a second it allows in the long run, above 0; null: no limit.</param>
    /// <param name="burst">Requests it allows at once, at least 1; null: those of one second.</param>
    /// <exception cref="ArgumentException">A value is not as said.</exception>
    public ApiKey(string name, ApiKeyKind kind, ReadOnlySpan<byte> hash, double? perSecond = null, int? burst = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (hash.Length != HashBytes) throw new ArgumentException($"A hash of {hash.Length} bytes came for key '{name}'; expected the {HashBytes} of SHA-256.", nameof(hash));
        if (perSecond is not (null or (> 0 and <= 1e6))) throw new ArgumentException($"Key '{name}' has {perSecond} requests a second; expected more than 0, at most a million.", nameof(perSecond));
        if (burst is < 1) throw new ArgumentException($"Key '{name}' has a burst of {burst}; expected at least 1.", nameof(burst));
        (Name, Kind, Hash, PerSecond) = (name, kind, hash.ToArray(), perSecond);
        Burst = burst ?? (int)Math.Ceiling(perSecond ?? 1);
    }

    /// <summary>Name for logs and metrics.</summary>
    public string Name { get; }

    /// <summary>What it allows.</summary>
    public ApiKeyKind Kind { get; }

    /// <summary>SHA-256 of its text.</summary>
    public ReadOnlyMemory<byte> Hash { get; }

    /// <summary>Requests a second; null: no limit.</summary>
    public double? PerSecond { get; }

    /// <summary>Requests at once, if <see cref="PerSecond"/> is set.</summary>
    public int Burst { get; }

    /// <summary>Makes a new key.</summary>
    /// <param name="name">Name for logs and metrics.</param>
    /// <param name="kind">What it allows.</param>
    /// <returns>The key and its text, which exists nowhere else: show it once.</returns>
    public static (ApiKey Key, string Text) Create(string name, ApiKeyKind kind)
    {
        string text = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return (FromText(name, kind, text), text);
    }

    /// <summary>The key of a text.</summary>
    public static ApiKey FromText(string name, ApiKeyKind kind, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new ApiKey(name, kind, SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
