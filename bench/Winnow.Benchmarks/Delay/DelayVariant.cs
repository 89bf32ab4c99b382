using Winnow.Embeddings;
using Winnow.Training.Distributed;
using Winnow.Training.Distributed.Simulation;

namespace Winnow.Benchmarks.Delay;

/// <summary>One way to train of the study.</summary>
/// <param name="Name">What it is called in tables and plots.</param>
/// <param name="Color">Colour in plots.</param>
/// <param name="Workers">Simulated workers.</param>
/// <param name="Compensation">How late gradients are corrected.</param>
internal sealed record DelayVariant(string Name, string Color, int Workers, DelayCompensation Compensation)
{
    private const int Workers16 = 16;

    /// <summary>The four of the paper. λ was looked for with seeds 2 and 3, SGD at 0.1 in turn, on the validation rows: 30 and 100; 8, 15 and 30.</summary>
    internal static DelayVariant[] All =>
    [
        new("sequential", "#333333", 1, DelayCompensation.None),
        new("ASGD", "#c0392b", Workers16, DelayCompensation.None),
        new("DC-ASGD-c, λ = 100", "#2980b9", Workers16, new() { Form = DelayCompensationForm.Constant, Lambda = 100 }),
        new("DC-ASGD-a, λ₀ = 30", "#27ae60", Workers16, new() { Form = DelayCompensationForm.Adaptive, Lambda = 30 }),
    ];

    internal bool IsSequential => Workers == 1;

    internal DelayOptions Options(ArrivalOrder order) => new()
    {
        Workers = Workers,
        Order = order,
        Sync = new()
        {
            Mode = Compensation.Form == DelayCompensationForm.None ? SyncMode.Asp : SyncMode.DcAsgd, Compensation = Compensation, Shards = 1,
        },
    };
}
