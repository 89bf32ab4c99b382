using Winnow.Embeddings;

namespace Winnow.Training.Recipes;

/// <summary>Keys of <see cref="TableOptions"/>.</summary>
internal static class TableSection
{
    /// <summary>The keys, with <paramref name="inherited"/> for what is not given.</summary>
    public static SectionKind<TableOptions> Inheriting(TableOptions inherited) => new SectionKind<TableOptions>(inherited)
        .Key("optimizer", SparseOptimizerSection.Optimizer, o => o.Optimizer, (o, v) => o with { Optimizer = v },
            "The update rule of the rows; null: the one the paper of the model uses, or else adam with rate 0.001.")
        .Key("initialScale", Kind.Number(0), o => o.InitialScale, (o, v) => o with { InitialScale = v },
            "Standard deviation of the normal numbers a row starts with.")
        .Key("precision", Kind.Choice<RowPrecision>(), o => o.Precision, (o, v) => o with { Precision = v },
            "How vectors are stored; bFloat16 halves them and rounds stochastically.")
        .Key("admissionThreshold", Kind.Whole(1, 4095), o => o.AdmissionThreshold, (o, v) => o with { AdmissionThreshold = v },
            "A key gets its row when training pulls it for this time.")
        .Key("cold", Kind.Choice<ColdVector>(), o => o.Cold, (o, v) => o with { Cold = v },
            "What keys without a row pull: zeros, or the vector their row would start with.")
        .Key("timeToLive", Kind.Long(0), o => o.TimeToLive, (o, v) => o with { TimeToLive = v },
            "Steps after which a row nobody pushed to is removed; 0: never.")
        .Key("budgetBytes", Kind.Long(0), o => o.BudgetBytes, (o, v) => o with { BudgetBytes = v },
            "Upper limit of the table's memory in bytes; 0: none.")
        .Key("frequencyHalfLife", Kind.Long(0), o => o.FrequencyHalfLife, (o, v) => o with { FrequencyHalfLife = v },
            "Steps after which a frequency counts half when the byte budget chooses whom to remove; 0: never.")
        .Key("stepsPerTick", Kind.Whole(1), o => o.StepsPerTick, (o, v) => o with { StepsPerTick = v },
            "Resolution of the table's clock in steps.");
}
