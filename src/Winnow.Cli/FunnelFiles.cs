namespace Winnow.Cli;

/// <summary>Finds funnel files: a path as given, or the name of one that ships with Winnow.</summary>
internal static class FunnelFiles
{
    /// <summary>The folder of the funnels that ship with Winnow.</summary>
    public static string Folder => Path.Combine(RecipeFiles.Folder, "funnels");

    /// <summary>The path of a funnel file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message lists those that ship.</exception>
    public static string Find(string nameOrPath)
    {
        if (File.Exists(nameOrPath)) return nameOrPath;
        string shipped = Path.Combine(Folder, nameOrPath + ".yaml");
        if (File.Exists(shipped)) return shipped;
        string[] names = Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)] : [];
        throw new FileNotFoundException($"There is no funnel '{nameOrPath}', neither as a file nor among those that ship: {string.Join(", ", names)}.", nameOrPath);
    }
}
