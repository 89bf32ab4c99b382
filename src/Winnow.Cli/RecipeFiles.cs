namespace Winnow.Cli;

/// <summary>Finds recipes: a path as given, or the name of one that ships with Winnow.</summary>
internal static class RecipeFiles
{
    /// <summary>The folder of the recipes that ship with Winnow.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "recipes");

    /// <summary>The path of a recipe.</summary>
    /// <param name="nameOrPath">A file, or a name such as <c>frappe-deepfm</c>.</param>
    /// <exception cref="FileNotFoundException">There is no such recipe; the message lists those that ship.</exception>
    public static string Find(string nameOrPath)
    {
        if (File.Exists(nameOrPath)) return nameOrPath;
        string shipped = Path.Combine(Folder, nameOrPath + ".yaml");
        if (File.Exists(shipped)) return shipped;
        IEnumerable<string> names = Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);
        throw new FileNotFoundException($"There is no recipe '{nameOrPath}', neither as a file nor among those that ship: {string.Join(", ", names)}.", nameOrPath);
    }
}
