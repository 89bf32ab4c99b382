namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="ScheduleOptions"/>.</summary>
internal static class ScheduleSection
{
    public static VariantKind<ScheduleOptions> Schedule { get; } = new(
        new VariantKind<ScheduleOptions>.Case<ConstantScheduleOptions>("constant", Shared(new ConstantScheduleOptions()),
            "The rates stay as they are."),
        new VariantKind<ScheduleOptions>.Case<StepScheduleOptions>("step",
            Shared(new StepScheduleOptions())
                .Key("everySteps", Kind.Whole(1), o => o.EverySteps, (o, v) => o with { EverySteps = v }, "Steps between two falls.")
                .Key("factor", Kind.Number(1e-6, 1), o => o.Factor, (o, v) => o with { Factor = v }, "What the rates are multiplied by at each fall."),
            "The rates fall by a factor every so many steps."),
        new VariantKind<ScheduleOptions>.Case<DecayScheduleOptions>("decay",
            Shared(new DecayScheduleOptions())
                .Key("shape", Kind.Choice<DecayShape>(), o => o.Shape, (o, v) => o with { Shape = v }, "The way down.")
                .Key("totalSteps", Kind.Whole(0), o => o.TotalSteps, (o, v) => o with { TotalSteps = v },
                    "Steps until the floor is reached; 0: all steps of training.")
                .Key("floor", Kind.Number(0, 1), o => o.Floor, (o, v) => o with { Floor = v }, "The last rate as a share of the first."),
            "The rates fall to a floor over all steps."));

    private static SectionKind<T> Shared<T>(T defaults) where T : ScheduleOptions => new SectionKind<T>(defaults)
        .Key("warmUpSteps", Kind.Whole(0), o => o.WarmUpSteps, (o, v) => o with { WarmUpSteps = v },
            "Steps over which the rates rise linearly from 0.");
}
