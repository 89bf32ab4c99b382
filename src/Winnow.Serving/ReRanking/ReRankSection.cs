using Winnow.Training.Recipes;

namespace Winnow.Serving;

/// <summary>Keys of <see cref="ReRankOptions"/>.</summary>
internal static class ReRankSection
{
    private static readonly SectionKind<CalibrateOptions> s_calibrate = new SectionKind<CalibrateOptions>(new())
        .Key("attribute", Kind.Text, o => o.Attribute, (o, v) => o with { Attribute = v }, "Feature of the items whose shares on the page follow those in the history.")
        .Key("weight", Kind.Number(0, 1), o => o.Weight, (o, v) => o with { Weight = v }, "Weight of calibration against everything else.")
        .Key("smoothing", Kind.Number(1e-6, 0.5), o => o.Smoothing, (o, v) => o with { Smoothing = v }, "Share of the history's distribution mixed into that of the page.");

    private static readonly SectionKind<ExploreOptions> s_explore = new SectionKind<ExploreOptions>(new())
        .Key("slots", Kind.Whole(1), o => o.Slots, (o, v) => o with { Slots = v }, "Last places of the page that explore.")
        .Key("from", Kind.Whole(1), o => o.From, (o, v) => o with { From = v }, "How deep, by score, candidates for them are drawn from.")
        .Key("share", Kind.Number(0, 1), o => o.Share, (o, v) => o with { Share = v }, "Probability that such a place explores.");

    public static SectionKind<ReRankOptions> ReRank { get; } = new SectionKind<ReRankOptions>(new())
        .Key("kind", Kind.Choice<ReRankKind>(), o => o.Kind, (o, v) => o with { Kind = v }, "How diversity is measured.")
        .Key("keep", Kind.Whole(1), o => o.Keep, (o, v) => o with { Keep = v }, "Places chosen with care.")
        .Key("relevance", Kind.Number(0, 1), o => o.Relevance, (o, v) => o with { Relevance = v }, "Weight of relevance against diversity; 1: relevance alone.")
        .Key("calibrate", new OptionalKind<CalibrateOptions>(s_calibrate, new()), o => o.Calibrate, (o, v) => o with { Calibrate = v },
            "Shares of an attribute's values follow the history.")
        .Key("explore", new OptionalKind<ExploreOptions>(s_explore, new()), o => o.Explore, (o, v) => o with { Explore = v },
            "Last places given to random candidates now and then.");
}
