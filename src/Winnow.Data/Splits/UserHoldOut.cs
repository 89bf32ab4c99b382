using System.Globalization;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Holds out whole users, who are judged by what is folded in of them: strong generalisation.</summary>
/// <param name="ValidationUsers">Number of users to tune on.</param>
/// <param name="TestUsers">Number of users to judge on, at least 1.</param>
/// <param name="FoldInShare">Share of a held-out user's events that recommenders may know, between 0 and 1.</param>
/// <remarks>Liang et al., WWW 2018 (Mult-VAE): users are drawn at random; items without a training event are dropped from the split
/// and renumbered; of a held-out user with at least <see cref="LeastEvents"/> events, the whole part of (1 − share) · n random events
/// is judged and the others are folded in; users with fewer are left out and counted.</remarks>
public sealed record UserHoldOut(int ValidationUsers, int TestUsers, double FoldInShare = 0.8) : SplitRule
{
    /// <summary>Held-out users with fewer events are not judged. Default 5.</summary>
    public int LeastEvents { get; init; } = 5;

    /// <inheritdoc/>
    public override InteractionSplit Split(Interactions log, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(log);
        CheckShare(FoldInShare, nameof(FoldInShare));
        ArgumentOutOfRangeException.ThrowIfNegative(ValidationUsers);
        ArgumentOutOfRangeException.ThrowIfLessThan(TestUsers, 1);
        RandomStream random = new(seed, "split");
        int validation = Validation ? ValidationUsers : 0;
        int[] users = Drawn(log, random.Fork("users"));
        if (users.Length <= (long)TestUsers + validation)
            throw new ArgumentException($"The rule '{this}' holds out {(long)TestUsers + validation} users, but only {users.Length} have events. Hold out fewer.", nameof(log));
        Interactions training = OfUsers(log, users.AsSpan(TestUsers + validation));
        int[] itemNumbers = RemainingItems.Numbers(training);
        training = RemainingItems.Of(training, itemNumbers);
        HeldOut test = Judged(Part(0, TestUsers), random.Fork("test"), out Interactions testEvents);
        HeldOut? tuned = null;
        Interactions? tunedEvents = null;
        if (validation > 0) tuned = Judged(Part(TestUsers, validation), random.Fork("validation"), out tunedEvents);
        return InteractionSplit.Of(Describe(seed), training, tuned, test) with { TestEvents = testEvents, ValidationEvents = tunedEvents };

        Interactions Part(int first, int count) => RemainingItems.Of(OfUsers(log, users.AsSpan(first, count)), itemNumbers, training.Items);
    }

    internal override bool[] Mark(Interactions log, RandomStream random) => throw new NotSupportedException(
        $"The rule '{this}' holds out users and cannot cut a validation part from the training part of another split. Take {nameof(LeaveOneOut)} or {nameof(RandomHoldOut)}.");

    internal override string Describe(ulong? seed) => string.Create(CultureInfo.InvariantCulture,
        $"hold-out of {TestUsers} users{(Validation && ValidationUsers > 0 ? $" and {ValidationUsers} for validation" : "")}, {100 * FoldInShare:0.##} % of their events folded in{Seeded(seed)}");

    /// <summary>The users with events, in random order.</summary>
    private static int[] Drawn(Interactions log, RandomStream random)
    {
        bool[] active = new bool[log.Users.Count];
        foreach (int user in log.UserOf) active[user] = true;
        int[] users = [.. Enumerable.Range(0, active.Length).Where(u => active[u])];
        random.Shuffle<int>(users);
        return users;
    }

    private static Interactions OfUsers(Interactions log, ReadOnlySpan<int> users)
    {
        bool[] chosen = new bool[log.Users.Count], keep = new bool[log.Count];
        foreach (int user in users) chosen[user] = true;
        for (int e = 0; e < keep.Length; e++) keep[e] = chosen[log.UserOf[e]];
        return EventSubset.Of(log, keep);
    }

    /// <summary>Folds in a part of each user's events and judges on the rest.</summary>
    private HeldOut Judged(Interactions events, RandomStream random, out Interactions all)
    {
        all = events;
        bool[] judged = new bool[events.Count];
        int[] order = EventOrder.ByUser(events, out int[] starts);
        for (int user = 0; user < events.Users.Count; user++)
        {
            Span<int> mine = order.AsSpan(starts[user], starts[user + 1] - starts[user]);
            if (mine.Length < LeastEvents) continue;
            random.Fork((ulong)user).Shuffle(mine);
            foreach (int e in mine[..(int)((1 - FoldInShare) * mine.Length + Rounding)]) judged[e] = true;
        }
        Interactions targets = EventSubset.Of(events, judged);
        for (int e = 0; e < judged.Length; e++) judged[e] = !judged[e];
        return JudgedUsers.Of(EventSubset.Of(events, judged).ByUser, targets, trained: false, among: Active(events));
    }

    private static int Active(Interactions events)
    {
        HashSet<int> users = [.. events.UserOf];
        return users.Count;
    }

    /// <summary>(1 − 0.8) · 5 is 0.99… in binary: what is whole on paper must be whole here.</summary>
    private const double Rounding = 1e-9;
}
