using Winnow.Numerics;

namespace Winnow.Data.Marketplace.Internals;

/// <summary>A page to be shown: when, to whom, with how many items.</summary>
internal readonly record struct PlannedPage(long Time, int Session, int Number, int User, int Rows);

/// <summary>Who comes when on one day: sessions are drawn until the day's impressions are reached, then put in order of
/// time.</summary>
internal sealed class SessionPlan
{
    private const int MaxPages = 4, SecondsBetweenPages = 45;
    private const double AnotherPage = 0.35;

    /// <summary>Sessions begun in each hour, relative: quiet nights, a lunch break, busy evenings.</summary>
    private static readonly double[] HourWeights =
        [3, 2, 1, 1, 1, 2, 4, 6, 7, 7, 7, 8, 10, 9, 7, 7, 8, 9, 11, 13, 14, 13, 10, 6];

    private static readonly double[] WeekdayWeights = [1, 1, 1, 1, 1.05, 1.2, 1.15];

    private readonly MarketplaceOptions _options;
    private readonly RandomStream _stream;
    private readonly AliasTable _users, _hours = new(HourWeights);
    private readonly Draws _draws = new();

    internal SessionPlan(MarketplaceWorld world, RandomStream stream)
    {
        (_options, _stream) = (world.Options, stream);
        _users = new AliasTable([.. Enumerable.Range(0, _options.Users).Select(user => (double)world.Users.Activity(user))]);
    }

    /// <summary>The random numbers of one session; its own pages fork from it.</summary>
    internal RandomStream StreamOf(int day, int session) => _stream.Fork((ulong)day).Fork((ulong)session);

    /// <summary>Impressions of a day: a weekday's share of the total, rounded so that the days add up to it.</summary>
    internal static long RowsOf(int day, MarketplaceOptions options)
    {
        return RowsBefore(day + 1) - RowsBefore(day);

        long RowsBefore(int end) => (long)Math.Round(options.Impressions * (Weight(end) / Weight(options.Days)));

        static double Weight(int days) => days / 7 * WeekdayWeights.Sum() + WeekdayWeights.Take(days % 7).Sum();
    }

    /// <summary>The pages of a day with <paramref name="rows"/> impressions in all, in order of time.</summary>
    internal (PlannedPage[] Pages, int Sessions) Draw(int day, long rows)
    {
        List<PlannedPage> pages = [];
        int session = 0;
        for (; rows > 0; session++)
        {
            _draws.Restart(StreamOf(day, session));
            int user = _users.Draw(_draws.TwoWords());
            int second = 3600 * _hours.Draw(_draws.TwoWords()) + _draws.Below(3600 - MaxPages * SecondsBetweenPages);
            for (int number = 0; rows > 0 && (number == 0 || (number < MaxPages && _draws.Uniform() < AnotherPage)); number++)
            {
                int shown = (int)Math.Min(rows, _options.PageSize);
                long time = _options.StartTime + 86_400L * day + second + number * SecondsBetweenPages;
                pages.Add(new PlannedPage(time, session, number, user, shown));
                rows -= shown;
            }
        }
        PlannedPage[] ordered = [.. pages];
        Array.Sort(ordered, (a, b) => (a.Time, a.Session, a.Number).CompareTo((b.Time, b.Session, b.Number)));
        return (ordered, session);
    }
}
