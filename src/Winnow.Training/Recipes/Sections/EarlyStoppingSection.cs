namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="EarlyStoppingOptions"/> and <see cref="PlateauOptions"/>.</summary>
internal static class EarlyStoppingSection
{
    public static SectionKind<EarlyStoppingOptions> Stopping { get; } = new SectionKind<EarlyStoppingOptions>(new())
        .Key("metric", Kind.Choice<WatchedMetric>(), o => o.Metric, (o, v) => o with { Metric = v },
            "Validation metric that decides which weights are best and when to stop.")
        .Key("patience", Kind.Whole(0), o => o.Patience, (o, v) => o with { Patience = v },
            "Evaluations in a row without a new best after which training ends; 0: never.")
        .Key("minDelta", Kind.Number(0), o => o.MinDelta, (o, v) => o with { MinDelta = v },
            "By how much an evaluation must beat the best to count as better.");

    public static SectionKind<PlateauOptions> Plateau { get; } = new SectionKind<PlateauOptions>(new())
        .Key("factor", Kind.Number(1e-6, 1), o => o.Factor, (o, v) => o with { Factor = v },
            "What the learning rates are multiplied by on a plateau; 1: never lowered.")
        .Key("patience", Kind.Whole(1), o => o.Patience, (o, v) => o with { Patience = v },
            "Evaluations without a new best that count as a plateau.")
        .Key("floor", Kind.Number(0, 1), o => o.Floor, (o, v) => o with { Floor = v },
            "Share of the scheduled rate below which the rate never falls.");
}
