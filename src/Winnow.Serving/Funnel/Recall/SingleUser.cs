using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Serving;

/// <summary>One user in the form in which recommenders are asked about users.</summary>
internal sealed class SingleUser(int items)
{
    private readonly CsrMatrix _relevant = new(1, items, [0, 1], [0]);       // what a request is not about, and yet has to have

    /// <summary>The block of one user.</summary>
    /// <param name="user">His number in the model; −1 if he was not trained on.</param>
    /// <param name="history">The items he took by their numbers in the model, in any order.</param>
    public UserBlock Of(int user, ReadOnlySpan<int> history)
    {
        int[] sorted = history.ToArray();
        Array.Sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.Length; i++)
            if (i == 0 || sorted[i] != sorted[i - 1]) sorted[count++] = sorted[i];
        CsrMatrix histories = new(1, items, [0, count], sorted[..count]);
        return new UserBlock(new HeldOut([user], histories, _relevant, trained: user >= 0), 0, 1);
    }
}
