using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>Small interactions with structure: two tastes, a popular head, a user who took nothing and an item nobody took.</summary>
internal static class Playlists
{
    /// <summary>Implicit feedback; user 0 and the last item have no event, every other user takes 3 … 10 items, mostly of his half.</summary>
    internal static Interactions Make(int users, int items, ulong seed = 5)
    {
        RandomStream random = new(seed, "playlists");
        List<int> userOf = [], itemOf = [];
        for (int user = 1; user < users; user++)
        {
            RandomStream own = random.Fork((ulong)user);
            int count = 3 + own.Below(0, 8), half = (items - 1) / 2;
            for (int i = 0; i < count; i++)
            {
                float skew = own.Uniform((ulong)(2 * i + 8));
                int item = (int)(skew * skew * half) + (own.Uniform((ulong)(2 * i + 9)) < 0.85f == (user % 2 == 0) ? 0 : half);
                userOf.Add(user);
                itemOf.Add(item);
            }
        }
        return new Interactions(IdIndex.Numbered(users), IdIndex.Numbered(items), [.. userOf], [.. itemOf]);
    }

    /// <summary>The same events with content: two features an item, one with a weight, and one a user.</summary>
    internal static Interactions WithContent(Interactions log, bool users = true)
    {
        int[] items = [.. Enumerable.Range(0, log.Items.Count)], everybody = [.. Enumerable.Range(0, log.Users.Count)];
        return new Interactions(log.Users, log.Items, log.UserOf.ToArray(), log.ItemOf.ToArray(), log.Values.IsEmpty ? null : log.Values.ToArray(), log.Times.IsEmpty ? null : log.Times.ToArray())
        {
            ItemFeatures = CsrMatrix.FromEntries(
                items.Length, 5, [.. items, .. items], [.. items.Select(i => i % 2), .. items.Select(i => 2 + i % 3)], [.. items.Select(i => 1f), .. items.Select(i => 0.5f)]),
            UserFeatures = users ? CsrMatrix.FromEntries(everybody.Length, 2, everybody, [.. everybody.Select(u => u % 2)]) : null,
        };
    }

    /// <summary>All users of the log, judged as users that were trained on.</summary>
    internal static HeldOut Known(Interactions train) => All(train, trained: true);

    /// <summary>The same rows, as those of users that were not trained on.</summary>
    internal static HeldOut FoldedIn(Interactions train) => All(train, trained: false);

    /// <summary>One user the model never saw.</summary>
    internal static HeldOut Unseen(int items, int[] history) =>
        new([0], Row(items, history), Row(items, [items - 1]), trained: false);

    private static HeldOut All(Interactions train, bool trained)
    {
        int users = train.Users.Count, items = train.Items.Count;
        int[] everybody = [.. Enumerable.Range(0, users)], last = new int[users];
        Array.Fill(last, items - 1);
        return new HeldOut(everybody, train.ByUser, CsrMatrix.FromEntries(users, items, everybody, last), trained: trained);
    }

    private static CsrMatrix Row(int items, int[] columns) => CsrMatrix.FromEntries(1, items, new int[columns.Length], columns);
}
