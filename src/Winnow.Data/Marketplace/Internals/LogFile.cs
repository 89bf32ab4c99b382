namespace Winnow.Data.Marketplace.Internals;

/// <summary>One file of the log, and what has gone into it.</summary>
internal sealed class LogFile(string path, MarketplaceWorld world) : IDisposable
{
    private static readonly string[] Devices = ["phone", "tablet", "desk"];

    private readonly CsvLineWriter _csv = new(path, MarketplaceSchema.LogHeader);
    private readonly int[] _recentCategories = new int[world.Options.HistoryLength];
    private long _rows, _clicks, _purchases;
    private double _expectedClicks;

    internal static string Name(Device device) => Devices[(int)device];

    internal void Write(MarketplacePage page)
    {
        for (int n = 0; n < page.RecentItems.Length; n++) _recentCategories[n] = world.Catalogue.Category(page.RecentItems[n]);
        foreach (ref readonly Impression shown in page.Impressions)
        {
            WriteContext(page);
            WriteItem(page, shown);
            WriteOutcome(shown);
            _csv.EndLine();
        }
    }

    internal MarketplaceSplit Publish()
    {
        _csv.Publish();
        return new MarketplaceSplit(path, _rows, _clicks, _purchases, _expectedClicks);
    }

    public void Dispose() => _csv.Dispose();

    private void WriteContext(MarketplacePage page)
    {
        MarketplaceUsers users = world.Users;
        _csv.Field(page.Time);
        _csv.Field('z', page.Session);
        _csv.Field('u', page.User);
        _csv.Field('g', users.Segment(page.User));
        _csv.Field('a', users.Age(page.User));
        _csv.Field('r', users.Region(page.User));
        _csv.Field(Name(page.Device));
        _csv.Field(page.Hour);
        _csv.Field(page.Weekday);
    }

    private void WriteItem(MarketplacePage page, in Impression shown)
    {
        MarketplaceCatalogue catalogue = world.Catalogue;
        _csv.Field('i', shown.Item);
        _csv.Field('c', catalogue.Category(shown.Item));
        _csv.Field('s', catalogue.Seller(shown.Item));
        _csv.Field(catalogue.Price(shown.Item), 2);
        _csv.Field(catalogue.RelativePrice(shown.Item), 3);
        _csv.Field((long)(page.Day - catalogue.ArrivalDay(shown.Item)));
        _csv.Field(shown.Position);
        _csv.Field('i', page.RecentItems);
        _csv.Field('c', _recentCategories.AsSpan(0, page.RecentItems.Length));
    }

    private void WriteOutcome(in Impression shown)
    {
        _csv.Field(shown.Clicked ? 1 : 0);
        _csv.Field(shown.PurchaseDelay is null ? 0 : 1);
        if (shown.PurchaseDelay is { } delay) _csv.Field(delay);
        else _csv.Field(default(ReadOnlySpan<char>));
        _csv.Field(shown.ClickProbability, 6);
        _csv.Field(shown.PurchaseProbability, 6);
        _rows++;
        if (shown.Clicked) _clicks++;
        if (shown.PurchaseDelay is not null) _purchases++;
        _expectedClicks += shown.ClickProbability;
    }
}
