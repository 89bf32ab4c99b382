using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Serving;

/// <summary>What no key can check alone.</summary>
internal static class FunnelOptionRules
{
    private const int MostSources = 64;         // bits of Candidate.Sources

    public static void Check(FunnelOptions options, YamlSection root)
    {
        CheckCatalogue(options.Catalogue, root);
        CheckSources(options.Recall, root);
        CheckStage("preRank", options.PreRank, root);
        CheckStage("rank", options.Rank, root);
        Note("reRank", () => options.ReRank?.Validate(), root);
        Note("rules", () => RuleOptions.Validate(options.Rules), root);
        if (options.Budgets.Total <= TimeSpan.Zero) root.Fault("budgets", "Key 'budgets.total' is 0; expected the time that all stages have together, such as 25ms.");
    }

    private static void CheckCatalogue(CatalogueOptions catalogue, YamlSection root)
    {
        InteractionDataOptions log = catalogue.Interactions;
        bool hasLog = log.Split.Length > 0 || log.Name.Length > 0 || log.Files.Count > 0;
        if (catalogue.Name.Length == 0 && !hasLog)
            root.Fault("catalogue", $"Key 'catalogue' says neither name (one of {string.Join(", ", PublishedLogs.Names)}) nor interactions (files); one of them is needed.");
        if (catalogue.Name.Length > 0 && hasLog) root.Fault("catalogue", "Key 'catalogue' gives both name and interactions; expected one of them.");
        if (log.Split.Length > 0) root.Fault("catalogue", "Key 'catalogue.interactions.split' names a published split; expected a log: name or files.");
    }

    private static void CheckSources(RecallOptions recall, YamlSection root)
    {
        if (recall.Sources.Count is 0 or > MostSources)
            root.Fault("recall", $"Key 'recall.sources' lists {recall.Sources.Count} sources; expected 1 to {MostSources}.");
        foreach (IGrouping<string, RecallSourceOptions> same in recall.Sources.GroupBy(s => s.EffectiveName).Where(g => g.Count() > 1))
            root.Fault("recall", $"Key 'recall.sources' has {same.Count()} sources called '{same.Key}'; give each a name of its own.");
        foreach (ModelSourceOptions source in recall.Sources.OfType<ModelSourceOptions>())
        {
            if (source.Model.Length == 0) root.Fault("recall", $"Recall source '{source.EffectiveName}' has no model; name a directory that `winnow train` wrote for a recommender.");
            if (source is TowersSourceOptions towers && towers.BuildCandidates < towers.Links)
                root.Fault("recall", $"Recall source '{source.EffectiveName}' has buildCandidates {towers.BuildCandidates}; expected at least its links, {towers.Links}.");
        }
    }

    private static void CheckStage(string key, ScoreStageOptions? stage, YamlSection root)
    {
        if (stage is { Model.Length: 0 }) root.Fault(key, $"Key '{key}.model' is missing; name a directory that `winnow train` wrote for a ranking model.");
    }

    private static void Note(string key, Action validate, YamlSection root)
    {
        try
        {
            validate();
        }
        catch (ArgumentException e)
        {
            root.Fault(key, e.Message);
        }
    }
}
