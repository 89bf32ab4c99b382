namespace Winnow.Embeddings;

/// <summary>Everything that decides what a table does, apart from its optimiser. Every combination is legal.</summary>
public sealed record EmbeddingTableOptions
{
    /// <summary>Name in messages and snapshots; also part of what initial vectors depend on. Default "table".</summary>
    public string Name { get; init; } = "table";

    /// <summary>Numbers in a vector, 1 … 65 536.</summary>
    public required int Dimension { get; init; }

    /// <summary>Decides initial vectors and stochastic rounding. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Standard deviation of the normal numbers a row starts with, at least 0. Default 0.01.</summary>
    public float InitialScale { get; init; } = 0.01f;

    /// <summary>The first so many columns start at zero, in [0, <see cref="Dimension"/>]: first-order weights that share the
    /// row of a vector. Default 0.</summary>
    public int ZeroColumns { get; init; }

    /// <summary>How vectors are stored. Default float32.</summary>
    public RowPrecision Precision { get; init; }

    /// <summary>A key gets its row when it is pulled in training for this time, 1 … 4095. Default 1: at once. Until then it
    /// pulls the cold vector, its gradients are dropped, and it costs about 23 bytes.</summary>
    public int AdmissionThreshold { get; init; } = 1;

    /// <summary>What keys without a row pull. Default zeros. Key 0 pulls zeros always.</summary>
    public ColdVector Cold { get; init; }

    /// <summary>Steps after which a row that nobody pushed to, or a key that waits for admission in vain, is removed; 0: never.
    /// The sweep goes round in an eighth of that time, so it may be that much late. At most 2¹⁹ · <see cref="StepsPerTick"/>.
    /// Default 0.</summary>
    public long TimeToLive { get; init; }

    /// <summary>Upper limit of <see cref="TableMemory.BudgetedBytes"/>, kept at any moment; 0: none. A segment of the table
    /// close to its share gives up 1/32 of its rows, the rarest and, among equally rare, the oldest. With admission by count
    /// an eighth of the budget is for the keys that wait. Default 0.</summary>
    public long BudgetBytes { get; init; }

    /// <summary>Steps after which a frequency counts half when the byte budget chooses whom to remove; 0: never. Keeps old
    /// favourites from staying for ever. Default 0.</summary>
    public long FrequencyHalfLife { get; init; }

    /// <summary>Resolution of the clock in steps, at least 1. Ages are counted in ticks of this length, up to 2¹⁹.
    /// Default 1.</summary>
    public int StepsPerTick { get; init; } = 1;

    /// <summary>Removals remembered for delta snapshots, 16 bytes each, at least 0; when there were more, the next snapshot
    /// must be a full one. Default 2²⁰, but no more than 1/64 of the byte budget.</summary>
    public int RemovalLogCapacity { get; init; } = 1 << 20;

    /// <summary>Throws one exception that names every fault.</summary>
    /// <exception cref="ArgumentException">Some value is outside its legal range.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (string.IsNullOrEmpty(Name)) faults.Add($"{nameof(Name)} is empty; give the table a name");
        if (Dimension is < 1 or > 65_536) faults.Add($"{nameof(Dimension)} is {Dimension}; it must lie in [1, 65536]");
        if (!(InitialScale >= 0) || float.IsInfinity(InitialScale)) faults.Add($"{nameof(InitialScale)} is {InitialScale}; it must be at least 0");
        if (ZeroColumns < 0 || ZeroColumns > Dimension) faults.Add($"{nameof(ZeroColumns)} is {ZeroColumns}; it must lie in [0, {Dimension}]");
        if (!Enum.IsDefined(Precision)) faults.Add($"{nameof(Precision)} is {(int)Precision}; take a {nameof(RowPrecision)}");
        if (!Enum.IsDefined(Cold)) faults.Add($"{nameof(Cold)} is {(int)Cold}; take a {nameof(ColdVector)}");
        if (AdmissionThreshold is < 1 or > (int)RowMeta.HighestFrequency)
            faults.Add($"{nameof(AdmissionThreshold)} is {AdmissionThreshold}; it must lie in [1, {RowMeta.HighestFrequency}]");
        if (StepsPerTick < 1) faults.Add($"{nameof(StepsPerTick)} is {StepsPerTick}; it must be at least 1");
        if (TimeToLive < 0 || TimeToLive > (long)RowMeta.OldestAge * Math.Max(StepsPerTick, 1))
            faults.Add($"{nameof(TimeToLive)} is {TimeToLive}; it must lie in [0, {RowMeta.OldestAge} · {nameof(StepsPerTick)}]: raise {nameof(StepsPerTick)}");
        if (BudgetBytes < 0) faults.Add($"{nameof(BudgetBytes)} is {BudgetBytes}; it must be at least 0");
        if (FrequencyHalfLife < 0) faults.Add($"{nameof(FrequencyHalfLife)} is {FrequencyHalfLife}; it must be at least 0");
        if (RemovalLogCapacity < 0) faults.Add($"{nameof(RemovalLogCapacity)} is {RemovalLogCapacity}; it must be at least 0");
        if (faults.Count > 0) Throw.InvalidOptions($"table '{Name}'", faults);
    }
}
