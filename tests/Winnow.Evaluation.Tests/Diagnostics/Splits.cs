using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Evaluation.Tests.Diagnostics;

/// <summary>Made-up logs and splits, with or without a fault.</summary>
internal static class Splits
{
    /// <summary>A log of users with tastes over items of very different popularity; later events prefer other items if it drifts.</summary>
    public static Interactions Log(int seed, int users = 400, int items = 300, double drift = 0)
    {
        Random random = new(seed);
        List<int> userOf = [], itemOf = [];
        List<long> times = [];
        for (int user = 0; user < users; user++)
        {
            HashSet<int> mine = [];
            int wanted = 8 + random.Next(40);
            for (int attempt = 0; mine.Count < wanted && attempt < 1_000; attempt++)
            {
                int time = random.Next(10_000), item = (int)(items * Math.Pow(random.NextDouble(), 3));
                if (random.NextDouble() < drift * time / 10_000) item = (item + items / 2) % items;
                if (!mine.Add(item)) continue;
                userOf.Add(user);
                itemOf.Add(item);
                times.Add(time);
            }
        }
        return new Interactions(IdIndex.Numbered(users), IdIndex.Numbered(items), [.. userOf], [.. itemOf], null, [.. times]);
    }

    /// <summary>The split with the test cut by a function of the log's events: which of each user's are judged.</summary>
    public static InteractionSplit Cut(Interactions log, Func<int, bool> isTest, string protocol = "by hand", IEnumerable<int>? alsoTrained = null)
    {
        int[] test = [.. Enumerable.Range(0, log.Count).Where(isTest)], rest = [.. Enumerable.Range(0, log.Count).Where(e => !isTest(e))];
        Interactions train = Part(log, [.. rest, .. alsoTrained ?? []]), judged = Part(log, test);
        int[] users = [.. Enumerable.Range(0, log.Users.Count).Where(u => judged.ByUser.RowLength(u) > 0)];
        HeldOut held = new(users, Rows(train.ByUser, users), Rows(judged.ByUser, users)) { UsersWithoutRelevant = log.Users.Count - users.Length };
        return InteractionSplit.Of(protocol, train, null, held) with { TestEvents = judged };
    }

    public static CsrMatrix Rows(CsrMatrix matrix, int[] rows)
    {
        int[] starts = new int[rows.Length + 1];
        List<int> columns = [];
        for (int i = 0; i < rows.Length; i++)
        {
            columns.AddRange(matrix.Row(rows[i]));
            starts[i + 1] = columns.Count;
        }
        return new CsrMatrix(rows.Length, matrix.Cols, starts, [.. columns]);
    }

    private static Interactions Part(Interactions log, int[] events) => new(
        log.Users, log.Items, [.. events.Select(e => log.UserOf[e])], [.. events.Select(e => log.ItemOf[e])], null, [.. events.Select(e => log.Times[e])]);
}
