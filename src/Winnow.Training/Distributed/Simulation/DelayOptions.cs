namespace Winnow.Training.Distributed.Simulation;

/// <summary>Workers to simulate.</summary>
public sealed record DelayOptions
{
    /// <summary>Number of workers, 1 … 1024. Default 16. 1: each gradient is computed at the newest weights, which is sequential training.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>In which order they finish. Default <see cref="ArrivalOrder.InTurn"/>.</summary>
    public ArrivalOrder Order { get; init; }

    /// <summary>How they keep step: <see cref="SyncMode.Asp"/> or <see cref="SyncMode.DcAsgd"/>. Default the first.</summary>
    public SyncOptions Sync { get; init; } = new() { Mode = SyncMode.Asp, Shards = 1 };

    /// <summary>Throws one exception that names every fault.</summary>
    /// <exception cref="ArgumentException">Some value is outside its legal range.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (Workers is < 1 or > 1024) faults.Add($"{nameof(Workers)} is {Workers}; it must lie in [1, 1024]");
        if (!Enum.IsDefined(Order)) faults.Add($"{nameof(Order)} is {(int)Order}; take an {nameof(ArrivalOrder)}");
        if (Sync.Mode is not (SyncMode.Asp or SyncMode.DcAsgd)) faults.Add($"{nameof(Sync)} is {Sync.Mode}; only asynchronous workers are late");
        if (faults.Count > 0) throw new ArgumentException($"The options of the simulation have {faults.Count} fault(s): {string.Join("; ", faults)}.");
    }
}
