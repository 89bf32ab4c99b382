using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Holds out one event of each user who has at least two.</summary>
/// <param name="Which">The latest or a random one.</param>
/// <remarks>He et al., WWW 2017 (last); Ebesu et al., SIGIR 2018 (random). With <see cref="LeftOut.Last"/>, events of other users that
/// are later than a user's test event are learnt from: time leaks. <see cref="GlobalTime"/> prevents that.</remarks>
public sealed record LeaveOneOut(LeftOut Which = LeftOut.Last) : SplitRule
{
    internal override bool[] Mark(Interactions log, RandomStream random)
    {
        bool[] held = new bool[log.Count];
        int[] order = EventOrder.ByUser(log, out int[] starts);
        for (int user = 0; user < log.Users.Count; user++)
        {
            ReadOnlySpan<int> events = order.AsSpan(starts[user], starts[user + 1] - starts[user]);
            if (events.Length < 2) continue;
            held[Which == LeftOut.Last ? EventOrder.Latest(log, events) : events[random.Below((ulong)user, events.Length)]] = true;
        }
        return held;
    }

    internal override string Describe(ulong? seed) => Which == LeftOut.Last ? "leave-one-out (last by time)" : $"leave-one-out (random{Seeded(seed)})";
}
