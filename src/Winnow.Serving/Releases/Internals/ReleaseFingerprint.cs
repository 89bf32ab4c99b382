using System.Security.Cryptography;
using System.Text;
using Winnow.Training.Storage;

namespace Winnow.Serving;

/// <summary>A fingerprint of everything that makes a release: funnel, catalogue, models. Same inputs, same fingerprint.</summary>
internal static class ReleaseFingerprint
{
    private const int Digits = 12;

    /// <param name="paths">The release, its catalogue written.</param>
    /// <param name="options">The funnel.</param>
    public static string Of(ReleasePaths paths, FunnelOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(options.ToJson().ToJsonString()));
        foreach (string file in Directory.EnumerateFiles(paths.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }
        string?[] models = [.. options.Recall.Sources.Select(s => (s as ModelSourceOptions)?.Model), options.PreRank?.Model, options.Rank?.Model];
        foreach (string model in models.OfType<string>())
        {
            string manifest = Path.Combine(AtomicDirectory.Find(model), FileManifest.FileName);
            if (File.Exists(manifest)) hash.AppendData(File.ReadAllBytes(manifest));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }
}
