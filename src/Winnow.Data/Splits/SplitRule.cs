using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>A way to cut a log into what is learnt from, tuned on and judged on. A value: it prints itself beside every result.</summary>
/// <remarks>The same log, rule and seed give the same split on every machine. Users with nothing to be judged by stay in training,
/// are left out of judging and are counted. A pair that comes several times and so falls on both sides is known, not to be found:
/// it is not judged (<see cref="HeldOut.KnownPairs"/> counts such pairs).</remarks>
public abstract partial record SplitRule
{
    /// <summary>Whether a validation part is cut from the training part in the same way. Default true.</summary>
    public bool Validation { get; init; } = true;

    /// <summary>Cuts a log.</summary>
    /// <param name="log">The interactions.</param>
    /// <param name="seed">Seed of the streams <c>split/test</c> and <c>split/validation</c>; of no effect for rules without chance.</param>
    /// <exception cref="ArgumentException">The rule does not fit the log: no times, too few users, nothing left to learn from.</exception>
    public virtual InteractionSplit Split(Interactions log, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(log);
        RandomStream random = new(seed, "split");
        (Interactions known, Interactions test) = Take(log, random.Fork("test"));
        InteractionSplit split = InteractionSplit.Of(Describe(seed), known, null, JudgedUsers.Of(known.ByUser, test));
        split = split with { TestEvents = test };
        return Validation ? split.Cut(this, random.Fork("validation"), negatives: null, "; validation cut from training in the same way") : split;
    }

    /// <summary>The rule in words, without its seed.</summary>
    public sealed override string ToString() => Describe(null);

    /// <summary>Marks the events that are held out, shape [events].</summary>
    internal abstract bool[] Mark(Interactions log, RandomStream random);

    /// <summary>The rule in words.</summary>
    /// <param name="seed">The seed; null: not to be told.</param>
    internal abstract string Describe(ulong? seed);

    /// <summary>Cuts a log in two: what stays, and what is held out.</summary>
    internal (Interactions Known, Interactions Held) Take(Interactions log, RandomStream random)
    {
        bool[] held = Mark(log, random);
        Interactions taken = EventSubset.Of(log, held);
        if (taken.Count == 0) throw new ArgumentException($"The rule '{this}' holds out none of {log.Count} events. Take a larger share, or a log with more events a user.");
        if (taken.Count == log.Count) throw new ArgumentException($"The rule '{this}' leaves none of {log.Count} events to learn from. Take a smaller share, or a longer log.");
        for (int e = 0; e < held.Length; e++) held[e] = !held[e];
        return (EventSubset.Of(log, held), taken);
    }

    internal static string Seeded(ulong? seed) => seed is { } number ? $", seed {number}" : "";

    internal static void CheckShare(double share, string name)
    {
        if (!(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(name, share, "A share must lie between 0 and 1, both excluded.");
    }
}
