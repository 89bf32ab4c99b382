using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>Generated interactions with the skew of real ones: items by Zipf's law, users of very different activity.</summary>
internal static class SkewedLog
{
    /// <summary>Distinct pairs; item numbers say nothing about popularity.</summary>
    /// <param name="users">Number of users.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="interactions">Interactions wanted; a few less come, because a user takes an item once.</param>
    /// <param name="team">The threads that draw.</param>
    internal static Interactions Make(int users, int items, int interactions, WorkerTeam team)
    {
        int[] starts = Starts(users, interactions);
        DrawJob job = new() { Cumulative = Zipf(items), Number = Numbers(items), Starts = starts, ItemOf = new int[starts[users]], Kept = new int[users] };
        team.Run(ref job, (users + DrawJob.UsersAChunk - 1) / DrawJob.UsersAChunk);
        int kept = 0;
        int[] userOf = new int[job.Kept.Sum()];
        for (int user = 0; user < users; user++)
        {
            job.ItemOf.AsSpan(starts[user], job.Kept[user]).CopyTo(job.ItemOf.AsSpan(kept));
            userOf.AsSpan(kept, job.Kept[user]).Fill(user);
            kept += job.Kept[user];
        }
        Array.Resize(ref job.ItemOf, kept);
        return new Interactions(IdIndex.Numbered(users), IdIndex.Numbered(items), userOf, job.ItemOf);
    }

    /// <summary>Activity by a log-normal law with deviation 1: the mean is 1.6 medians, one user in a thousand has 22 medians.</summary>
    private static int[] Starts(int users, int interactions)
    {
        RandomStream stream = new(1, "skewed log, activity");
        double[] activity = new double[users];
        for (int user = 0; user < users; user++) activity[user] = Math.Exp(stream.Normal((ulong)user));
        double scale = interactions * 1.12 / activity.Sum();        // about one draw in nine repeats an item
        int[] starts = new int[users + 1];
        for (int user = 0; user < users; user++) starts[user + 1] = starts[user] + Math.Max(3, (int)(activity[user] * scale));
        return starts;
    }

    private static double[] Zipf(int items)
    {
        double[] cumulative = new double[items];
        double sum = 0;
        for (int rank = 0; rank < items; rank++) cumulative[rank] = sum += 1 / (rank + 10.0);       // shifted: even the first is not everybody's
        for (int rank = 0; rank < items; rank++) cumulative[rank] /= sum;
        return cumulative;
    }

    private static int[] Numbers(int items)
    {
        int[] numbers = [.. Enumerable.Range(0, items)];
        new RandomStream(1, "skewed log, numbers").Shuffle<int>(numbers);
        return numbers;
    }

    private struct DrawJob : IParallelJob
    {
        internal const int UsersAChunk = 256;

        internal double[] Cumulative;
        internal int[] Number, Starts, ItemOf, Kept;

        public readonly void Run(int chunk)
        {
            RandomStream stream = new(1, "skewed log, items");
            for (int user = chunk * UsersAChunk; user < Math.Min(Kept.Length, (chunk + 1) * UsersAChunk); user++)
            {
                Span<int> items = ItemOf.AsSpan(Starts[user], Starts[user + 1] - Starts[user]);
                float[] uniform = new float[2 * items.Length];
                stream.Fork((ulong)user).FillUniform(uniform, 0, 1);
                for (int i = 0; i < items.Length; i++)
                {
                    int rank = Array.BinarySearch(Cumulative, uniform[2 * i] + uniform[2 * i + 1] * (1.0 / (1 << 24)));
                    items[i] = Number[Math.Min(rank < 0 ? ~rank : rank, Number.Length - 1)];
                }
                items.Sort();
                int kept = 0;
                for (int i = 0; i < items.Length; i++)
                    if (i == 0 || items[i] != items[i - 1]) items[kept++] = items[i];
                Kept[user] = kept;
            }
        }
    }
}
