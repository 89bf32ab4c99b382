using Winnow.Data;
using Winnow.Evaluation;

namespace Winnow.Training.Recipes;

/// <summary>The keys of a recipe for a recommender, apart from those of its model.</summary>
internal static class RecommenderSections
{
    /// <summary>Stands first, because data uses it and static members are made in this order.</summary>
    private static SectionKind<FilterOptions> Filter { get; } = new SectionKind<FilterOptions>(new())
        .Key("minimumValue", Kind.Number(0), o => o.MinimumValue, (o, v) => o with { MinimumValue = v },
            "Least value of an event, such as a rating that means liked; values are dropped then. 0: all are kept.")
        .Key("userEvents", Kind.Whole(0), o => o.UserEvents, (o, v) => o with { UserEvents = v }, "Users with fewer events are taken out, once.")
        .Key("itemEvents", Kind.Whole(0), o => o.ItemEvents, (o, v) => o with { ItemEvents = v }, "Items with fewer events are taken out, once.")
        .Key("userCore", Kind.Whole(0), o => o.UserCore, (o, v) => o with { UserCore = v },
            "Users with fewer different items are taken out, again and again together with itemCore.")
        .Key("itemCore", Kind.Whole(0), o => o.ItemCore, (o, v) => o with { ItemCore = v },
            "Items with fewer different users are taken out, again and again together with userCore.");

    public static SectionKind<InteractionDataOptions> Data { get; } = LogKeys(
        new SectionKind<InteractionDataOptions>(new())
            .Key("split", Kind.Text, o => o.Split, (o, v) => o with { Split = v }, "Published split (winnow data list), with its own test part."),
        o => o,
        (_, v) => v)
        .Key("itemFeatures", Kind.Texts, o => o.ItemFeatures, (o, v) => o with { ItemFeatures = v },
            "Features of items that a log of the catalogue brings along, for models that use content; a number counts by the tenth it lies in.")
        .Key("userFeatures", Kind.Texts, o => o.UserFeatures, (o, v) => o with { UserFeatures = v }, "Features of users that a log of the catalogue brings along, likewise.");

    public static VariantKind<SplitRule> Split { get; } = new(
        Case("leaveOneOut", new SectionKind<LeaveOneOut>(new())
            .Key("which", Kind.Choice<LeftOut>(), o => o.Which, (o, v) => o with { Which = v }, "The latest event of a user or a random one."),
            "One event of each user who has at least two."),
        Case("randomHoldOut", new SectionKind<RandomHoldOut>(new())
            .Key("share", Kind.Real(1e-6, 0.95), o => o.Share, (o, v) => o with { Share = v }, "Share held out.")
            .Key("perUser", Kind.Flag, o => o.PerUser, (o, v) => o with { PerUser = v }, "Whether the share is of each user's events instead of all."),
            "A share of the events, drawn at random."),
        Case("globalTime", new SectionKind<GlobalTime>(new())
            .Key("share", Kind.Real(1e-6, 0.95), o => o.Share, (o, v) => o with { Share = v }, "Share held out."),
            "The latest events of all users together: nothing later than a judged event is learnt from."),
        Case("userHoldOut", new SectionKind<UserHoldOut>(new(0, 1))
            .Key("validationUsers", Kind.Whole(0), o => o.ValidationUsers, (o, v) => o with { ValidationUsers = v }, "Users to tune on.")
            .Key("testUsers", Kind.Whole(1), o => o.TestUsers, (o, v) => o with { TestUsers = v }, "Users to judge on.")
            .Key("foldInShare", Kind.Real(1e-6, 0.999), o => o.FoldInShare, (o, v) => o with { FoldInShare = v }, "Share of their events that models may know.")
            .Key("leastEvents", Kind.Whole(2), o => o.LeastEvents, (o, v) => o with { LeastEvents = v }, "Held-out users with fewer events are not judged."),
            "Whole users, judged by what is folded in of them (strong generalisation)."),
        Case("kFold", new SectionKind<KFold>(new())
            .Key("folds", Kind.Whole(2), o => o.Folds, (o, v) => o with { Folds = v }, "Parts of equal size.")
            .Key("fold", Kind.Whole(0), o => o.Fold, (o, v) => o with { Fold = v }, "Which of them is held out, from 0."),
            "One of several parts of equal size."));

    public static SectionKind<RecommenderTrainingOptions> Training { get; } = new SectionKind<RecommenderTrainingOptions>(new())
        .Key("evaluateEvery", Kind.Whole(1), o => o.EvaluateEvery, (o, v) => o with { EvaluateEvery = v },
            "Epochs between two looks at the validation part, for models that learn in passes.")
        .Key("patience", Kind.Whole(0), o => o.Patience, (o, v) => o with { Patience = v },
            "Looks in a row without a new best after which training stops; 0: all epochs are made.")
        .Key("refit", Kind.Flag, o => o.Refit, (o, v) => o with { Refit = v },
            "Whether the model to be judged is fitted on training and validation part, with the epochs that validation chose.");

    public static SectionKind<TopNEvaluationOptions> Evaluation { get; } = new SectionKind<TopNEvaluationOptions>(new())
        .Key("cutoffs", Kind.WholeList(1), o => o.Cutoffs, (o, v) => o with { Cutoffs = v }, "Lengths at which lists are cut, ascending.")
        .Key("metrics", Kind.Texts, o => o.Metrics, (o, v) => o with { Metrics = v }, "Metrics that are shown, such as ndcg, recall, hitRate, map, itemCoverage.")
        .Key("definitions", Kind.Choice<MetricVariant>(), o => o.Definitions, (o, v) => o with { Definitions = v },
            "What plain metric names mean: the library's definitions, or those of the RecSys 2019 study's code.")
        .Key("candidates", Kind.Choice<CandidateSet>(), o => o.Candidates, (o, v) => o with { Candidates = v },
            "Against what relevant items are ranked: the whole catalogue, the negatives of the split, or sampled ones.")
        .Key("negatives", Kind.Whole(1), o => o.Negatives, (o, v) => o with { Negatives = v }, "Negatives a user when they are sampled.")
        .Key("filterSeen", Kind.Flag, o => o.FilterSeen, (o, v) => o with { FilterSeen = v }, "Whether what a user is known to have taken is kept out of his list.")
        .Key("ties", Kind.Choice<TieOrder>(), o => o.Ties, (o, v) => o with { Ties = v }, "Who comes first among equal scores.")
        .Key("seed", Kind.Seed, o => o.Seed, (o, v) => o with { Seed = v }, "Seed of tie keys and sampled negatives.")
        .Key("bootstrapRounds", Kind.Whole(0, 100_000), o => o.BootstrapRounds, (o, v) => o with { BootstrapRounds = v }, "Bootstrap rounds for intervals; 0: none.");

    /// <summary>Adds the keys that say where a log is and how it is written.</summary>
    /// <param name="section">The section.</param>
    /// <param name="get">Where they live in its options.</param>
    /// <param name="with">The options with another log.</param>
    public static SectionKind<T> LogKeys<T>(SectionKind<T> section, Func<T, InteractionDataOptions> get, Func<T, InteractionDataOptions, T> with) => section
        .Key("name", Kind.Text, o => get(o).Name, (o, v) => with(o, get(o) with { Name = v }), "Log of the data catalogue (winnow data list), to be cut.")
        .Key("files", Kind.Texts, o => get(o).Files, (o, v) => with(o, get(o) with { Files = v }),
            "Files that hold one log, read in order; paths are relative to the working directory.")
        .Key("layout", Kind.Choice<InteractionLayout>(), o => get(o).Layout, (o, v) => with(o, get(o) with { Layout = v }),
            "One event a row, or lists: user item item …, with a count in front, or without a user.")
        .Key("user", Kind.Text, o => get(o).User, (o, v) => with(o, get(o) with { User = v }), "User column; columns without a header are c1, c2, ….")
        .Key("item", Kind.Text, o => get(o).Item, (o, v) => with(o, get(o) with { Item = v }), "Item column.")
        .Key("value", Kind.Text, o => get(o).Value, (o, v) => with(o, get(o) with { Value = v }), "Column with the strength of an event, such as a rating; without it feedback is implicit.")
        .Key("time", Kind.Text, o => get(o).Time, (o, v) => with(o, get(o) with { Time = v }), "Column with the time of an event.")
        .Key("repeats", Kind.Choice<RepeatRule>(), o => get(o).Repeats, (o, v) => with(o, get(o) with { Repeats = v }), "What is made of pairs that come more than once.")
        .Key("maxBadRows", Kind.Number(0, 1), o => get(o).MaxBadRows, (o, v) => with(o, get(o) with { MaxBadRows = v }),
            "Share of malformed rows that is put up with; ten rows always are, unless it is 0.")
        .Key("filter", Filter, o => get(o).Filter, (o, v) => with(o, get(o) with { Filter = v }), "What is taken out of a log before it is cut, in the order of these keys.");

    private static VariantKind<SplitRule>.Case Case<T>(string name, SectionKind<T> section, string doc) where T : SplitRule =>
        new VariantKind<SplitRule>.Case<T>(name, section, doc);
}
