using Winnow.Data.Marketplace.Internals;
using Winnow.Numerics;

namespace Winnow.Data.Marketplace;

/// <summary>Plays the marketplace, page by page in order of time. The same options play the same log.</summary>
/// <remarks>Memory is that of the world and of one day's plan, whatever the number of impressions. Not for use from several
/// threads. </remarks>
public sealed class MarketplaceSimulator
{
    private readonly MarketplaceOptions _options;
    private readonly SessionPlan _plan;
    private readonly PageComposer _composer;
    private readonly ClickHistory _history;
    private readonly Draws _draws = new();
    private readonly int[] _lastIntent;
    private DayOffer? _offer;
    private PlannedPage[] _pages = [];
    private SessionState[] _sessions = [];
    private long _sessionsBefore;
    private int _nextPage, _nextDay;

    /// <summary>Sets up a marketplace.</summary>
    /// <param name="options">Size, effects and seed.</param>
    /// <exception cref="ArgumentException">Options are out of range.</exception>
    public MarketplaceSimulator(MarketplaceOptions options) : this(new MarketplaceWorld(options))
    {
    }

    /// <summary>Plays in a world drawn before.</summary>
    /// <param name="world">The world; not changed.</param>
    public MarketplaceSimulator(MarketplaceWorld world)
    {
        ArgumentNullException.ThrowIfNull(world);
        (World, _options) = (world, world.Options);
        _plan = new SessionPlan(world, new RandomStream(_options.Seed, "marketplace").Fork("sessions"));
        _composer = new PageComposer(world);
        _history = new ClickHistory(_options.Users, _options.HistoryLength);
        _lastIntent = new int[_options.Users];
        Array.Fill(_lastIntent, -1);
        Page = new MarketplacePage(_options.PageSize, _options.HistoryLength);
    }

    /// <summary>The world played in.</summary>
    public MarketplaceWorld World { get; }

    /// <summary>The page of the last <see cref="MoveNext"/>; one object, filled anew.</summary>
    public MarketplacePage Page { get; }

    /// <summary>Plays the next page.</summary>
    /// <returns>False when the log is over.</returns>
    public bool MoveNext()
    {
        while (_nextPage == _pages.Length)
        {
            if (_nextDay == _options.Days) return false;
            BeginDay(_nextDay++);
        }
        Play(_pages[_nextPage++], _offer!);
        return true;
    }

    private void BeginDay(int day)
    {
        _sessionsBefore += _sessions.Length;
        _offer = new DayOffer(World, day);
        (_pages, int sessions) = _plan.Draw(day, SessionPlan.RowsOf(day, _options));
        _sessions = new SessionState[sessions];
        _nextPage = 0;
    }

    private void Play(PlannedPage planned, DayOffer offer)
    {
        RandomStream session = _plan.StreamOf(offer.Day, planned.Session);
        _composer.LookAt(planned.User, offer);
        if (planned.Number == 0) _sessions[planned.Session] = BeginSession(planned.User, session);
        _draws.Restart(session.Fork("page").Fork((ulong)planned.Number));
        Page.Set(planned, offer.Day, _options);
        Page.Session = _sessionsBefore + planned.Session;
        (Page.Device, Page.Intent) = _sessions[planned.Session];
        Page.Remember(_history.Of(planned.User));
        ReadOnlySpan<int> items = _composer.Compose(offer, Page.Intent, planned.Rows, _draws);
        for (int n = 0; n < items.Length; n++) Page.Add(Show(items[n], n + 1));
        foreach (Impression shown in Page.Impressions)
            if (shown.Clicked) _history.Add(planned.User, shown.Item);
    }

    private SessionState BeginSession(int user, RandomStream session)
    {
        _draws.Restart(session.Fork("begin"));
        Device device = Habits.DrawDevice(World, user, _draws);
        _lastIntent[user] = Habits.DrawIntent(_lastIntent[user], _composer, _draws);
        return new SessionState(device, _lastIntent[user]);
    }

    private Impression Show(int item, int position)
    {
        MarketplaceBehaviour behaviour = World.Behaviour;
        double click = behaviour.Examination(position, Page.Device) * behaviour.Relevance(item, Page, _composer.Taste);
        double purchase = behaviour.Purchase(item, Page.User, _composer.Taste);
        bool clicked = _draws.Uniform() < click;
        return new Impression(item, position, click, purchase, clicked, clicked ? DrawDelay(item, purchase) : null);
    }

    /// <summary>Seconds to the purchase, null if there is none or the log ends before it: the censoring of delayed
    /// feedback.</summary>
    private long? DrawDelay(int item, double purchase)
    {
        if (_draws.Uniform() >= purchase) return null;
        double delay = World.Behaviour.MeanPurchaseDelay(item) * _draws.Exponential();
        long end = _options.StartTime + 86_400L * _options.Days;
        return Page.Time + delay < end ? (long)delay : null;
    }

    private readonly record struct SessionState(Device Device, int Intent);
}
