namespace Winnow.Console.Tests.Browser;

/// <summary>A test that needs Chromium; without one it is skipped, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.Missing;
}

/// <summary>Like <see cref="BrowserFactAttribute"/>, once for each row of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.Missing;
}

/// <summary>The browser of this machine.</summary>
internal static class Chromium
{
    public static string? Path { get; } = ((string?[])[Environment.GetEnvironmentVariable("WINNOW_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"])
        .FirstOrDefault(File.Exists);

    public static string? Missing => Path is null ? "Chromium is not installed: apt-get install chromium, or name one in WINNOW_CHROMIUM." : null;
}
