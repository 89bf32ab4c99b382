using Winnow.Data;

namespace Winnow.Training.Recipes;

/// <summary>The keys of <c>data.interactions</c> in a recipe of a ranking model.</summary>
internal static class ExampleSection
{
    private static SectionKind<DistillationOptions> Distil { get; } = new SectionKind<DistillationOptions>(new())
        .Key("teacher", Kind.Text, o => o.Teacher, (o, v) => o with { Teacher = v },
            "Directory of the ranking model whose probabilities are learnt; relative to the working directory.");

    public static SectionKind<ExampleDataOptions> Data { get; } = RecommenderSections.LogKeys(
            new SectionKind<ExampleDataOptions>(new()), o => o.Log, (o, v) => o with { Log = v })
        .Key("split", RecommenderSections.Split, o => o.Split, (o, v) => o with { Split = v },
            "How the log is cut: globalTime, or leaveOneOut (the last event of each user, and the last but one for validation) when nothing is said.")
        .Key("items", Kind.Text, o => o.Items, (o, v) => o with { Items = v },
            "JSON Lines with features of the items; without it those of the catalogue are taken, if there are any.")
        .Key("users", Kind.Text, o => o.Users, (o, v) => o with { Users = v },
            "JSON Lines with features of the users; without it those of the catalogue are taken, if there are any.")
        .Key("negatives", Kind.Whole(0, 1000), o => o.Examples.Negatives, (o, v) => o with { Examples = o.Examples with { Negatives = v } },
            "Sampled items a user did not take, for each event.")
        .Key("negativeSampling", Kind.Choice<NegativeSampling>(), o => o.Examples.NegativeSampling,
            (o, v) => o with { Examples = o.Examples with { NegativeSampling = v } }, "Whether all items are equally likely, or by their events.")
        .Key("popularityPower", Kind.Real(0, 2), o => o.Examples.PopularityPower, (o, v) => o with { Examples = o.Examples with { PopularityPower = v } },
            "Power of the number of events with negativeSampling popularity.")
        .Key("history", Kind.Whole(1), o => o.Examples.History, (o, v) => o with { Examples = o.Examples with { History = v } },
            "Most items in the history of an example, the last ones before the event.")
        .Key("sameMoment", Kind.Flag, o => o.Examples.SameMoment, (o, v) => o with { Examples = o.Examples with { SameMoment = v } },
            "Whether the other events of the same moment, such as lines of one invoice, are in the history of training events too.")
        .Key("minimumHistory", Kind.Whole(0), o => o.Examples.MinimumHistory, (o, v) => o with { Examples = o.Examples with { MinimumHistory = v } },
            "Events with a shorter history make no example.")
        .Key("eventsPerUser", Kind.Whole(0), o => o.Examples.EventsPerUser, (o, v) => o with { Examples = o.Examples with { EventsPerUser = v } },
            "Only so many of the latest training events of each user make examples; 0: all.")
        .Key("distil", new OptionalKind<DistillationOptions>(Distil, Distil.Defaults), o => o.Distil, (o, v) => o with { Distil = v },
            "Learn the probabilities of a trained ranking model instead of what came true: a light model for the stage before it.");
}
