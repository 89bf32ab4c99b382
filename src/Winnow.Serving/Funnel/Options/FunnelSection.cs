using Winnow.Training.Recipes;

namespace Winnow.Serving;

/// <summary>Keys of <see cref="FunnelOptions"/>.</summary>
internal static class FunnelSection
{
    private static SectionKind<CatalogueOptions> Catalogue { get; } = new SectionKind<CatalogueOptions>(new())
        .Key("name", Kind.Text, o => o.Name, (o, v) => o with { Name = v },
            "Log of the data catalogue (winnow data list), with the features of its items and users where it has any.")
        .Key("items", Kind.Text, o => o.Items, (o, v) => o with { Items = v },
            "JSON Lines of items: {\"id\": \"…\", \"title\": \"…\"}; paths are relative to the working directory.")
        .Key("users", Kind.Text, o => o.Users, (o, v) => o with { Users = v }, "JSON Lines of users; may be left out.")
        .Key("interactions", RecommenderSections.Data, o => o.Interactions, (o, v) => o with { Interactions = v },
            "The log that histories and popularity come from, when it is not that of name.")
        .Key("split", RecommenderSections.Split, o => o.Split, (o, v) => o with { Split = v },
            "How the log is cut: the training part alone is packed, so that the release can be judged on the rest. Left out: all of it is packed.")
        .Key("attributes", Kind.Texts, o => o.Attributes, (o, v) => o with { Attributes = v },
            "Features to have ready for each candidate, beside those that rules and re-ranking name.")
        .Key("history", Kind.Whole(1), o => o.History, (o, v) => o with { History = v }, "Events of a user that are packed, the last ones.");

    /// <summary>Stands before recall, because static members are made in this order.</summary>
    public static VariantKind<RecallSourceOptions> Source { get; } = new(
        Case("popular", Quota(new SectionKind<PopularSourceOptions>(new()), (o, v) => o with { Name = v }, (o, v) => o with { Quota = v }),
            "The items that most users took."),
        Case("towers", Quota(new SectionKind<TowersSourceOptions>(new()), (o, v) => o with { Name = v }, (o, v) => o with { Quota = v })
            .Key("model", Kind.Text, o => o.Model, (o, v) => o with { Model = v }, "Directory of a model with user and item vectors: two-tower, SimpleX, BPR-MF, iALS, PureSVD.")
            .Key("index", Kind.Choice<VectorIndexKind>(), o => o.Index, (o, v) => o with { Index = v }, "How the nearest vectors are found: by a graph, or by looking at all of them in float32 or bytes.")
            .Key("searchCandidates", Kind.Whole(1, 1 << 20), o => o.SearchCandidates, (o, v) => o with { SearchCandidates = v }, "Candidates kept during a search of the graph [ef]; more: better recall, slower.")
            .Key("links", Kind.Whole(2, 128), o => o.Links, (o, v) => o with { Links = v }, "Links a node of the graph chooses [M].")
            .Key("buildCandidates", Kind.Whole(2, 1 << 16), o => o.BuildCandidates, (o, v) => o with { BuildCandidates = v }, "Candidates kept while the graph is built [efConstruction].")
            .Key("audit", Kind.Real(0, 1), o => o.Audit, (o, v) => o with { Audit = v }, "Share of the live queries that are compared with the exact answer."),
            "The items whose vectors are nearest to the user's."),
        Case("similarItems", Quota(new SectionKind<SimilarItemsSourceOptions>(new()), (o, v) => o with { Name = v }, (o, v) => o with { Quota = v })
            .Key("model", Kind.Text, o => o.Model, (o, v) => o with { Model = v }, "Directory of any recommender; item-to-item models are meant.")
            .Key("neighbours", Kind.Whole(1), o => o.Neighbours, (o, v) => o with { Neighbours = v }, "Neighbours kept of each item.")
            .Key("recent", Kind.Whole(1), o => o.Recent, (o, v) => o with { Recent = v }, "Items of the history that are looked up, the last ones."),
            "Items like those the user took last, from lists made when the release is packed."),
        Case("recommender", Quota(new SectionKind<RecommenderSourceOptions>(new()), (o, v) => o with { Name = v }, (o, v) => o with { Quota = v })
            .Key("model", Kind.Text, o => o.Model, (o, v) => o with { Model = v }, "Directory of any recommender."),
            "A recommender that scores the whole catalogue: for small ones."))
    { WordKey = "kind" };

    private static SectionKind<RecallOptions> Recall { get; } = new SectionKind<RecallOptions>(new())
        .Key("candidates", Kind.Whole(1), o => o.Candidates, (o, v) => o with { Candidates = v }, "Candidates wanted from all sources together.")
        .Key("sources", new VariantListKind<RecallSourceOptions>(Source), o => o.Sources, (o, v) => o with { Sources = v },
            "The sources. Each gets its quota first, in this order; what stays free is filled in turns.");

    private static SectionKind<ScoreStageOptions> Score { get; } = new SectionKind<ScoreStageOptions>(new())
        .Key("model", Kind.Text, o => o.Model, (o, v) => o with { Model = v }, "Directory of a ranking model.")
        .Key("keep", Kind.Whole(1), o => o.Keep, (o, v) => o with { Keep = v }, "Candidates that go on; never fewer than a request wants.")
        .Key("budget", Kind.Duration, o => o.Budget, (o, v) => o with { Budget = v }, "Time it may take, waiting included; 0: what is left of the request's.");

    private static SectionKind<BudgetOptions> Budgets { get; } = new SectionKind<BudgetOptions>(new())
        .Key("total", Kind.Duration, o => o.Total, (o, v) => o with { Total = v }, "Time of all stages together.")
        .Key("recall", Kind.Duration, o => o.Recall, (o, v) => o with { Recall = v }, "Time of recall; 0: what is left of the total.")
        .Key("reRank", Kind.Duration, o => o.ReRank, (o, v) => o with { ReRank = v }, "Time of the re-ranker; 0: what is left of the total.")
        .Key("threads", Kind.Whole(0, 1024), o => o.Threads, (o, v) => o with { Threads = v }, "Threads that stages run on; 0: two for each core, at least 8.");

    /// <summary>The top of the file.</summary>
    public static SectionKind<FunnelOptions> Root { get; } = new SectionKind<FunnelOptions>(new())
        .Key("description", Kind.Text, o => o.Description, (o, v) => o with { Description = v }, "One sentence for people.")
        .Key("catalogue", Catalogue, o => o.Catalogue, (o, v) => o with { Catalogue = v }, "The items, the users and what they did.")
        .Key("recall", Recall, o => o.Recall, (o, v) => o with { Recall = v }, "How candidates are found.")
        .Key("preRank", new OptionalKind<ScoreStageOptions>(Score, Score.Defaults), o => o.PreRank, (o, v) => o with { PreRank = v }, "The model that scores candidates cheaply; left out: all of them go to the ranker.")
        .Key("rank", new OptionalKind<ScoreStageOptions>(Score, Score.Defaults), o => o.Rank, (o, v) => o with { Rank = v }, "The model that scores the best of them.")
        .Key("reRank", new OptionalKind<ReRankOptions>(ReRankSection.ReRank, ReRankSection.ReRank.Defaults), o => o.ReRank, (o, v) => o with { ReRank = v },
            "How the page is chosen and ordered among what was ranked; left out: by score.")
        .Key("rules", RuleSection.Rules, o => o.Rules, (o, v) => o with { Rules = v }, "The rules of the business: they always run.")
        .Key("budgets", Budgets, o => o.Budgets, (o, v) => o with { Budgets = v }, "What time there is.");

    private static SectionKind<T> Quota<T>(SectionKind<T> section, Func<T, string, T> withName, Func<T, int, T> withQuota) where T : RecallSourceOptions => section
        .Key("name", Kind.Text, o => o.Name, withName, "Name in reports, unique in the funnel; the word of its kind if left out.")
        .Key("quota", Kind.Whole(1), o => o.Quota, withQuota, "Candidates it may bring before others get a second turn.");

    private static VariantKind<RecallSourceOptions>.Case Case<T>(string name, SectionKind<T> section, string doc) where T : RecallSourceOptions =>
        new VariantKind<RecallSourceOptions>.Case<T>(name, section, doc);
}
