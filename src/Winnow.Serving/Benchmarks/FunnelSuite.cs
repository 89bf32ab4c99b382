using Winnow.Data;

namespace Winnow.Serving.Benchmarks;

/// <summary>Funnels that are judged beside their own rankers: a YAML file beside the recipes.</summary>
public sealed class FunnelSuite
{
    private const string CasesKey = "funnels";

    private FunnelSuite(YamlSection yaml, string recipeFolder)
    {
        (Name, Description, Protocol, RecipeFolder) = (yaml.Text("name"), yaml.Text("description"), yaml.Text("protocol").Trim(), recipeFolder);
        Cases = [.. yaml.Sections(CasesKey).Select(FunnelCase.From)];
        if (Cases.Count == 0) yaml.Fault(CasesKey, $"Key '{CasesKey}' is empty; expected at least one funnel.");
    }

    /// <summary>Name of the suite.</summary>
    public string Name { get; }

    /// <summary>What it is about, one line.</summary>
    public string Description { get; }

    /// <summary>How it is measured.</summary>
    public string Protocol { get; }

    /// <summary>The folder of the recipes.</summary>
    public string RecipeFolder { get; }

    /// <summary>The funnels.</summary>
    public IReadOnlyList<FunnelCase> Cases { get; }

    /// <summary>Whether a suite file is one of funnels.</summary>
    /// <exception cref="InvalidYamlException">The file is not YAML.</exception>
    public static bool Recognises(string path) => YamlSection.Open(path).Has(CasesKey);

    /// <summary>Reads a suite.</summary>
    /// <param name="path">The YAML file, in the folder <c>suites</c> inside the folder of its recipes.</param>
    /// <exception cref="InvalidYamlException">The file is faulty; the message lists every fault.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FunnelSuite Load(string path)
    {
        YamlSection yaml = YamlSection.Open(path);
        FunnelSuite suite = new(yaml, Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(path)))!);
        yaml.Finish();
        return suite;
    }
}
