using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Holds out one of <paramref name="Folds"/> parts of equal size; over all folds every event is judged on once.</summary>
/// <param name="Folds">Number of parts, at least 2.</param>
/// <param name="Fold">Which part is held out, in [0, folds). Give every fold the same seed.</param>
public sealed record KFold(int Folds = 5, int Fold = 0) : SplitRule
{
    internal override bool[] Mark(Interactions log, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Folds, 2);
        if ((uint)Fold >= (uint)Folds) throw new ArgumentOutOfRangeException(nameof(log), Fold, $"The fold must lie in [0, {Folds}).");
        int[] order = new int[log.Count];
        for (int e = 0; e < order.Length; e++) order[e] = e;
        random.Shuffle<int>(order);
        bool[] held = new bool[log.Count];
        for (int rank = Fold; rank < order.Length; rank += Folds) held[order[rank]] = true;
        return held;
    }

    internal override string Describe(ulong? seed) => $"fold {Fold + 1} of {Folds}{Seeded(seed)}";
}
