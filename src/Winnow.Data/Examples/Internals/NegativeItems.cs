using Winnow.Data.Marketplace.Internals;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Draws items that a user has not taken.</summary>
internal sealed class NegativeItems
{
    /// <summary>Draws for one negative before the next free item is taken instead: only users who have nearly every item need so many.</summary>
    private const int MostDraws = 256;

    private readonly RandomStream _random;
    private readonly AliasTable? _byPopularity;
    private readonly int[] _taken, _starts;

    /// <param name="log">The log.</param>
    /// <param name="known">Events below this number tell what a user has taken.</param>
    /// <param name="options">How many, how, with which seed.</param>
    public NegativeItems(ExampleLog log, int known, ExampleOptions options)
    {
        (Count, Items) = (options.Negatives, log.Items.Count);
        _random = new RandomStream(options.Seed, "negatives");
        if (options.NegativeSampling == NegativeSampling.Popularity) _byPopularity = new AliasTable(Weights(log, options.PopularityPower));
        (_taken, _starts) = Taken(log, known);
    }

    /// <summary>Negatives an event.</summary>
    public int Count { get; }

    private int Items { get; }

    /// <summary>Draws the negatives of an event.</summary>
    /// <param name="user">Its user.</param>
    /// <param name="number">Its number in the log: decides what is drawn.</param>
    /// <param name="negatives">Receives them, shape [<see cref="Count"/>]; one may come twice.</param>
    /// <returns>How many there are: all, or none if the user has taken every item.</returns>
    public int Draw(int user, int number, Span<int> negatives)
    {
        ReadOnlySpan<int> taken = _taken.AsSpan(_starts[user], _starts[user + 1] - _starts[user]);
        if (taken.Length == Items) return 0;
        RandomStream random = _random.Fork((ulong)number);
        ulong draw = 0;
        for (int i = 0; i < Count; i++)
        {
            ulong last = draw + MostDraws;
            int item;
            do item = _byPopularity?.Draw(random.UInt64(draw)) ?? random.Below(draw, Items);
            while (taken.BinarySearch(item) >= 0 && ++draw < last);
            while (taken.BinarySearch(item) >= 0) item = (item + 1) % Items;
            negatives[i] = item;
            draw = last;
        }
        return Count;
    }

    private static double[] Weights(ExampleLog log, double power)
    {
        double[] weights = new double[log.Items.Count];
        foreach (int item in log.ItemsOfEvents[..log.TrainCount]) weights[item]++;
        for (int i = 0; i < weights.Length; i++) weights[i] = Math.Pow(Math.Max(1, weights[i]), power);
        return weights;
    }

    /// <summary>The different items of each user, ascending.</summary>
    private static (int[] Items, int[] Starts) Taken(ExampleLog log, int known)
    {
        List<int> items = [];
        int[] starts = new int[log.Users.Count + 1];
        List<int> own = [];
        for (int user = 0; user < log.Users.Count; user++)
        {
            own.Clear();
            foreach (int e in log.EventsOf(user))
                if (e < known) own.Add(log.ItemOf(e));
            own.Sort();
            for (int i = 0; i < own.Count; i++)
                if (i == 0 || own[i] != own[i - 1]) items.Add(own[i]);
            starts[user + 1] = items.Count;
        }
        return ([.. items], starts);
    }
}
