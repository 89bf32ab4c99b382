using System.Text.Json;
using Winnow.Training.Storage;

namespace Winnow.Serving.ConsoleApi;

/// <summary>A model of a release, for people.</summary>
/// <param name="Part">The recall source or stage it serves.</param>
/// <param name="Model">What it is: <c>deepFm</c>.</param>
/// <param name="Description">What its recipe says about it.</param>
/// <param name="Items">Items of the catalogue it knows.</param>
/// <param name="HasReport">Whether it has a page to look at.</param>
internal sealed record ModelCard(string Part, string Model, string Description, int Items, bool HasReport)
{
    private const string InfoFile = "model.json", ReportFile = "report.html";

    /// <summary>The models of a release.</summary>
    /// <param name="directory">Its directory, as <see cref="AtomicDirectory.Find"/> gives it.</param>
    /// <param name="info">What it says of itself.</param>
    public static IReadOnlyList<ModelCard> Of(string directory, ReleaseInfo info) => [.. info.Models.Select(m => new ModelCard(
        m.Part, m.Model, Describe(Path.Combine(directory, m.Folder, InfoFile)), m.Items, File.Exists(Path.Combine(directory, m.Folder, ReportFile))))];

    /// <summary>The page of a model; null if there is none.</summary>
    public static string? ReportPath(string directory, ReleaseInfo info, string part)
    {
        string? path = info.Models.FirstOrDefault(m => m.Part == part) is { } found ? Path.Combine(directory, found.Folder, ReportFile) : null;
        return File.Exists(path) ? path : null;
    }

    private static string Describe(string file)
    {
        if (!File.Exists(file)) return "";
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
        return json.RootElement.TryGetProperty("recipe", out JsonElement recipe) && recipe.TryGetProperty("description", out JsonElement words) ? words.GetString() ?? "" : "";
    }
}
