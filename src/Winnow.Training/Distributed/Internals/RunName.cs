using System.Globalization;
using System.Text;
using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Training.Distributed;

/// <summary>The name of a run in a store. It tells a worker that joins all it needs besides recipe and data:
/// <c>MODEL-MODE-SHARDS-CONTENT-SALT-FIRSTSTEP</c>.</summary>
/// <param name="Model">Name of the model, for people.</param>
/// <param name="Mode">The mode.</param>
/// <param name="Shards">Shards a table.</param>
/// <param name="Content">Hash of recipe and data: workers with others are refused.</param>
/// <param name="Salt">What sets runs of the same recipe apart.</param>
/// <param name="FirstStep">Steps taken before position 0.</param>
internal sealed record RunName(string Model, SyncMode Mode, int Shards, ulong Content, uint Salt, long FirstStep)
{
    /// <summary>The source of all updates of the run.</summary>
    public ulong Source => FeatureKey.Hash(Encoding.UTF8.GetBytes(ToString()), 0);

    public static RunName Of(Recipe recipe, ulong dataFingerprint, SyncOptions sync, uint salt, long firstStep) =>
        new(recipe.ModelName, sync.Mode, sync.Shards, ContentOf(recipe, dataFingerprint), salt, firstStep);

    /// <summary>A hash of everything that must be equal for all workers.</summary>
    public static ulong ContentOf(Recipe recipe, ulong dataFingerprint)
    {
        System.Text.Json.Nodes.JsonObject json = recipe.ToJson();
        json.Remove("checkpoint");
        return FeatureKey.Hash(Encoding.UTF8.GetBytes(json.ToJsonString()), dataFingerprint);
    }

    /// <exception cref="FormatException">The text names no run.</exception>
    public static RunName Parse(string text)
    {
        string[] parts = text.Split('-');
        bool good = parts.Length == 6 & Enum.TryParse(parts.ElementAtOrDefault(1), ignoreCase: true, out SyncMode mode)
            & int.TryParse(parts.ElementAtOrDefault(2), NumberStyles.None, CultureInfo.InvariantCulture, out int shards)
            & ulong.TryParse(parts.ElementAtOrDefault(3), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong content)
            & uint.TryParse(parts.ElementAtOrDefault(4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint salt)
            & long.TryParse(parts.ElementAtOrDefault(5), NumberStyles.None, CultureInfo.InvariantCulture, out long firstStep);
        return good ? new RunName(parts[0], mode, shards, content, salt, firstStep) : throw new FormatException(
            $"'{text}' is no name of a run; expected one such as deepFm-bsp-8-0123456789abcdef-01234567-0, which the coordinator prints.");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Model}-{Mode.ToString().ToLowerInvariant()}-{Shards}-{Content:x16}-{Salt:x8}-{FirstStep}");
}
