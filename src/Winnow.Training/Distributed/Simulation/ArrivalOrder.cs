namespace Winnow.Training.Distributed.Simulation;

/// <summary>In which order simulated workers finish.</summary>
public enum ArrivalOrder
{
    /// <summary>In turn: every gradient is late by the same number of updates, one less than there are workers.</summary>
    InTurn,

    /// <summary>Once a round each, in an order drawn anew for every round: delays from none to twice as many updates, with the same mean.</summary>
    InShuffledRounds,

    /// <summary>Anyone next, with equal probability: delays are geometric, with the same mean.</summary>
    AtRandom,
}
