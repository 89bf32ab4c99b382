namespace Winnow.Training.Tests;

/// <summary>The checkout the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "Winnow.slnx"))) return d.FullName;
        throw new DirectoryNotFoundException($"No Winnow.slnx above {AppContext.BaseDirectory}. Run the tests from a checkout.");
    }
}
