using System.Globalization;
using Winnow.Training.Distributed.Simulation;

namespace Winnow.Benchmarks.Delay;

/// <summary>One update rule and rate, and how workers are late.</summary>
/// <param name="Optimizer">The rule of layers and rows.</param>
/// <param name="Rate">Their learning rate.</param>
/// <param name="Order">In which order workers finish.</param>
internal sealed record DelaySetting(string Optimizer, float Rate, ArrivalOrder Order)
{
    internal static DelaySetting Plotted { get; } = new("sgd", 0.1f, ArrivalOrder.InTurn);

    internal static DelaySetting[] All =>
    [
        new("sgd", 0.05f, ArrivalOrder.InTurn),
        Plotted,
        new("sgd", 0.2f, ArrivalOrder.InTurn),
        Plotted with { Order = ArrivalOrder.InShuffledRounds },
        Plotted with { Order = ArrivalOrder.AtRandom },
        new("adam", 0.001f, ArrivalOrder.InTurn),
    ];

    internal string[] Overrides
    {
        get
        {
            string rate = Rate.ToString(CultureInfo.InvariantCulture);
            return
            [
                $"training.denseOptimizer={{name: {Optimizer}}}", $"training.learningRate={rate}",
                $"training.embeddings.optimizer={{name: {Optimizer}, learningRate: {rate}}}",
            ];
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Optimizer} {Rate}, ") + Order switch
    {
        ArrivalOrder.InTurn => "in turn",
        ArrivalOrder.InShuffledRounds => "in shuffled rounds",
        _ => "at random",
    };
}
