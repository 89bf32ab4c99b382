using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>The part of a log in which all users and items have enough partners.</summary>
internal static class CorePart
{
    /// <summary>Peels off users and items one by one; each removal lowers the degrees of the partners once.</summary>
    public static Interactions Of(Interactions log, int leastItems, int leastUsers)
    {
        CsrMatrix byUser = log.ByUser, byItem = log.ByItem;
        int[] userDegrees = [.. Enumerable.Range(0, byUser.Rows).Select(byUser.RowLength)];
        int[] itemDegrees = [.. Enumerable.Range(0, byItem.Rows).Select(byItem.RowLength)];
        bool[] userGone = new bool[byUser.Rows], itemGone = new bool[byItem.Rows];
        Stack<int> toGo = new();                                  // users as they are, items as −1 − item
        for (int user = 0; user < userDegrees.Length; user++) Mark(user, userDegrees[user], leastItems, userGone, user);
        for (int item = 0; item < itemDegrees.Length; item++) Mark(item, itemDegrees[item], leastUsers, itemGone, -1 - item);
        while (toGo.TryPop(out int next))
        {
            if (next >= 0)
                foreach (int item in byUser.Row(next)) Mark(item, --itemDegrees[item], leastUsers, itemGone, -1 - item);
            else
                foreach (int user in byItem.Row(-1 - next)) Mark(user, --userDegrees[user], leastItems, userGone, user);
        }
        bool[] keep = new bool[log.Count];
        for (int e = 0; e < keep.Length; e++) keep[e] = !userGone[log.UserOf[e]] && !itemGone[log.ItemOf[e]];
        return EventSubset.Of(log, keep);

        void Mark(int index, int degree, int least, bool[] gone, int name)
        {
            if (degree >= least || gone[index]) return;
            gone[index] = true;
            toGo.Push(name);
        }
    }
}
