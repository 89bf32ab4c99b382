using System.Text.Json.Nodes;
using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>What a recipe value may be: the one definition that reading, writing and the JSON schema come from.</summary>
internal abstract class ValueKind<T>
{
    /// <summary>Reads the value under <paramref name="key"/>; faults go to the section.</summary>
    /// <param name="section">The mapping the key belongs to.</param>
    /// <param name="key">The key.</param>
    /// <param name="standing">The value before: the result when the key is absent or faulty.</param>
    public abstract T Read(YamlSection section, string key, T standing);

    /// <summary>The value as JSON, which <see cref="Read"/> reads back to the same value.</summary>
    public abstract JsonNode? ToJson(T value);

    /// <summary>The JSON schema of this kind of value.</summary>
    public abstract JsonObject Schema();
}
