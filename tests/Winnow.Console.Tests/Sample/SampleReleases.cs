using Winnow.Serving;

namespace Winnow.Console.Tests.Sample;

/// <summary>Release directories with nothing in them but what the console reads: what they say of themselves, and the models' reports.</summary>
internal static class SampleReleases
{
    public const string Before = "films-2026-02-16", Damaged = "films-2026-03-01", Present = "films-2026-03-02", Trial = "films-trial";

    private const string Report = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>DeepFM on films</title>
        <style>:root{color-scheme:light dark}:root[data-theme=dark]{color-scheme:dark}:root[data-theme=light]{color-scheme:light}
        body{font:16px/1.55 Inter,ui-sans-serif,system-ui,sans-serif;padding:32px;max-width:60ch}</style></head>
        <body><main><h1>DeepFM on films</h1><p>AUC 0.8124 on 120,000 test rows.</p></main></body></html>
        """;

    private const string Funnel = """
        { "description": "Made-up films, five stages", "catalogue": { "name": "ml-100k" }, "recall": { "sources": [{ "kind": "popular", "quota": 20 }] } }
        """;

    public static void Write(string folder)
    {
        foreach (string release in (string[])[Before, Present, Trial])
        {
            string directory = Directory.CreateDirectory(Path.Combine(folder, release)).FullName;
            ReleaseInfoJson.Write(new ReleasePaths(directory).Info, new ReleaseInfo
            {
                Name = release, Library = "0.1.0", Funnel = FunnelOptions.Parse(Funnel, "funnel.yaml"), Items = SampleCatalogue.Count, Users = 41,
                ItemFeatures = ["title", "genres", "year", "rating"], Attributes = ["genres"], VectorDimension = 16,
                Models =
                [
                    Model(directory, "towers", "twoTower", "recall/0", "Two towers over films", hasReport: true),
                    Model(directory, StageNames.PreRank, "mlp", StageNames.PreRank, "A light pre-ranker", hasReport: false),
                    Model(directory, StageNames.Rank, "deepFm", StageNames.Rank, "DeepFM on films", hasReport: true),
                ],
            });
        }
    }

    private static PackedModel Model(string release, string part, string kind, string folder, string description, bool hasReport)
    {
        folder += "/model";
        string directory = Directory.CreateDirectory(Path.Combine(release, folder)).FullName;
        File.WriteAllText(Path.Combine(directory, "model.json"), $$"""{"recipe": { "description": "{{description}}" } }""");
        if (hasReport) File.WriteAllText(Path.Combine(directory, "report.html"), Report);
        return new PackedModel(part, kind, folder, SampleCatalogue.Count, Malformed: 0);
    }
}
