using System.Security.Cryptography;
using System.Text;
using Winnow.Data;

namespace Winnow.Serving.Http;

/// <summary>The keys a server accepts. Immutable; safe from any thread.</summary>
/// <remarks>
/// The file form is YAML: <c>keys: [{ name: shop, kind: read, sha256: 9f86d0…, perSecond: 200, burst: 400 }]</c>. <c>sha256</c> is the hash of the key's
/// text in hexadecimal digits, as <c>winnow serve --new-key</c> and <c>printf %s "$KEY" | sha256sum</c> print it.
/// </remarks>
public sealed class ApiKeys
{
    private const int LongestText = 256;

    private readonly ApiKey[] _keys;

    /// <summary>Takes keys.</summary>
    /// <exception cref="ArgumentException">There is none, or two share a name or a text.</exception>
    public ApiKeys(IEnumerable<ApiKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = [.. keys];
        if (_keys.Length == 0) throw new ArgumentException("No key came; a server without keys answers nobody. Give at least one.", nameof(keys));
        foreach (ApiKey[] same in _keys.GroupBy(k => k.Name, StringComparer.Ordinal).Select(g => g.ToArray()))
            if (same.Length > 1) throw new ArgumentException($"{same.Length} keys are named '{same[0].Name}'; give each its own name.", nameof(keys));
        foreach (ApiKey[] same in _keys.GroupBy(k => Convert.ToHexString(k.Hash.Span)).Select(g => g.ToArray()))
            if (same.Length > 1) throw new ArgumentException($"The keys {string.Join(" and ", same.Select(k => $"'{k.Name}'"))} have the same text; make a new one for each.", nameof(keys));
    }

    /// <summary>The keys.</summary>
    public IReadOnlyList<ApiKey> All => _keys;

    /// <summary>Reads a key file.</summary>
    /// <exception cref="InvalidYamlException">It is not as said at <see cref="ApiKeys"/>; all faults with line and column.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ApiKeys Load(string path)
    {
        YamlSection file = YamlSection.Open(path);
        List<ApiKey> keys = [];
        foreach (YamlSection entry in file.Sections("keys"))
            if (Read(entry) is { } key) keys.Add(key);
        file.Finish();
        try
        {
            return new ApiKeys(keys);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The key of a text that came with a request; null if there is none.</summary>
    /// <remarks>Takes the same time whichever key it is and however much of it is right: hashes of equal length are compared to the end, all of them.</remarks>
    public ApiKey? Find(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > LongestText) return null;
        Span<byte> bytes = stackalloc byte[LongestText * 3], hash = stackalloc byte[ApiKey.HashBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        ApiKey? found = null;
        foreach (ApiKey key in _keys)
            if (CryptographicOperations.FixedTimeEquals(hash, key.Hash.Span)) found = key;
        return found;
    }

    private static ApiKey? Read(YamlSection entry)
    {
        string name = entry.Text("name"), hex = entry.Text("sha256");
        ApiKeyKind kind = entry.Choice<ApiKeyKind>("kind");
        double perSecond = entry.Number("perSecond", 0, min: 0, max: 1e6);
        int burst = entry.WholeNumber("burst", 0, min: 1);
        if (name.Length == 0) return null;
        byte[] hash = new byte[ApiKey.HashBytes];
        if (Convert.FromHexString(hex, hash, out _, out int written) is System.Buffers.OperationStatus.Done && written == hash.Length)
            return new ApiKey(name, kind, hash, perSecond > 0 ? perSecond : null, burst > 0 ? burst : null);
        entry.Fault("sha256", $"The key '{name}' has no SHA-256 hash: expected {2 * ApiKey.HashBytes} hexadecimal digits. Make one with `winnow serve --new-key`.");
        return null;
    }
}
