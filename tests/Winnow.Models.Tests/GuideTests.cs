namespace Winnow.Models.Tests;

public sealed class GuideTests
{
    [Fact]
    public void OwnModelGuide_EveryLineOfCode_StandsInTheSample()
    {
        string root = Root(), sample = File.ReadAllText(Path.Combine(root, "samples", "01-own-model", "GatedDeepFm.cs"));
        string[] parts = File.ReadAllText(Path.Combine(root, "docs", "guide", "own-model.md")).Split("```");
        string[] blocks = [.. parts.Where((_, i) => i % 2 == 1).Select(b => b["csharp".Length..].Trim())];

        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(block, sample));
    }

    private static string Root()
    {
        for (DirectoryInfo? d = new(AppContext.BaseDirectory); d is not null; d = d.Parent)
            if (File.Exists(Path.Combine(d.FullName, "Winnow.slnx"))) return d.FullName;
        throw new DirectoryNotFoundException($"No Winnow.slnx above {AppContext.BaseDirectory}. Run the tests from a checkout.");
    }
}
