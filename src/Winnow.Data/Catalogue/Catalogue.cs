using System.Reflection;

namespace Winnow.Data;

/// <summary>The data sets Winnow knows by name.</summary>
public static class Catalogue
{
    private const string Prefix = "catalogue/";

    private static readonly Lazy<IReadOnlyList<Dataset>> s_all = new(Load);

    /// <summary>All entries, by name.</summary>
    public static IReadOnlyList<Dataset> All => s_all.Value;

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Dataset Get(string name)
    {
        IEnumerable<string> names = All.Select(d => d.Name);
        return All.FirstOrDefault(d => d.Name == name) ?? throw new ArgumentException(
            $"The catalogue has no data set '{name}'.{NearestName.Hint(name, names)} It has: {string.Join(", ", names)}.", nameof(name));
    }

    private static List<Dataset> Load()
    {
        Assembly assembly = typeof(Catalogue).Assembly;
        IEnumerable<string> entries = assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal));
        return [.. entries.Order(StringComparer.Ordinal).Select(n => Read(assembly, n))];
    }

    private static Dataset Read(Assembly assembly, string resource)
    {
        using StreamReader text = new(assembly.GetManifestResourceStream(resource)!);
        return Dataset.FromYaml(text.ReadToEnd(), resource + ".yaml");
    }
}
