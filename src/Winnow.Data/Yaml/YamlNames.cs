namespace Winnow.Data;

/// <summary>How enum values are written in YAML: <c>camelCase</c>; capitals, hyphens and underscores do not matter when read.</summary>
public static class YamlNames
{
    /// <summary>The name to write for a value, such as <c>quantileBuckets</c>.</summary>
    public static string Of<T>(T value) where T : struct, Enum => Camel(value.ToString());

    /// <summary>All names of an enum, in the order of its values.</summary>
    public static string[] All<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(Camel)];

    /// <summary>Reads a name; false if the enum has none like it.</summary>
    public static bool TryParse<T>(string text, out T value) where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(text);
        string plain = text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        string? name = Enum.GetNames<T>().FirstOrDefault(n => n.Equals(plain, StringComparison.OrdinalIgnoreCase));
        value = name is null ? default : Enum.Parse<T>(name);
        return name is not null;
    }

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
