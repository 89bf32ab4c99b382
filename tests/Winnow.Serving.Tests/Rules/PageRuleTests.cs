namespace Winnow.Serving.Tests;

public class PageRuleTests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory, MemberData(nameof(Seeds))]
    public void Apply_RandomRulesAndPages_KeepsWhatIsPromised(int seed)
    {
        Random random = new(seed);
        FakeItems items = RandomItems(random, 60);
        CapRuleOptions[] caps = [new() { Attribute = "seller", Most = random.Next(1, 4) }, new() { Attribute = "genres", Most = random.Next(1, 5) }];
        PinRuleOptions[] pins = [.. Enumerable.Range(0, random.Next(4)).Select(i => new PinRuleOptions { Item = $"i{i * 13 + random.Next(13)}", Place = 1 + i * 4 + random.Next(4) })];
        FunnelRules rules = FunnelRules.Create([.. caps, .. pins], items);
        int[] order = [.. Enumerable.Range(0, 60).OrderBy(_ => random.Next()).Take(random.Next(1, 50))];
        const int count = 10;

        List<Candidate> page = Page(order), told = Page(order);
        Apply(rules, FakeItems.Context(items, count, now: s_now), page, null);
        List<string> moves = [];
        Apply(rules, FakeItems.Context(items, count, now: s_now), told, (item, words) => moves.Add($"i{item} {words}"));

        Assert.Equal(page, told);                                                           // telling changes nothing
        PinRuleOptions[] active = [.. pins.Where(p => p.Place <= count)];
        int[] pinned = [.. active.Select(p => Number(p.Item))], rest = [.. page.Select(c => c.Item).Except(pinned)];
        Assert.Equal(page.Count, page.Select(c => c.Item).Distinct().Count());
        for (int i = 0; i < active.Length; i++)                                             // on its place, or at the end of a page too short for that
            Assert.Equal(pinned[i], page[Math.Min(active[i].Place - 1, rest.Length + i)].Item);
        Assert.Equal(order.Where(rest.Contains), rest);                                     // nobody overtakes anybody
        AssertGreedy(items, caps, pinned, order, rest);
        foreach (int gone in order.Except(page.Select(c => c.Item))) Assert.Contains(moves, m => m.StartsWith($"i{gone} 'cap", StringComparison.Ordinal));
        AssertEveryMoveTold(order, page, count, moves);
    }

    [Fact]
    public void Apply_CapsAndPins_HandComputed()
    {
        FakeItems items = new FakeItems(6).With("seller", ["a"], ["a"], ["b"], ["a"], [], ["b"]);
        FunnelRules rules = FunnelRules.Create([new PinRuleOptions { Name = "deal", Item = "i3", Place = 2 }, new CapRuleOptions { Attribute = "seller", Most = 2 }], items);
        List<Candidate> page = Page(0, 1, 2, 4, 5);
        List<string> moves = [];

        Apply(rules, FakeItems.Context(items, 4, now: s_now), page, (item, words) => moves.Add($"i{item} {words}"));

        Assert.Equal([0, 3, 2, 4, 5], page.Select(c => c.Item));       // the pinned a counts first, so only one other a stays
        Assert.True(float.IsNaN(page[1].RankScore));
        Assert.Equal(
            ["i1 'cap seller': 2 of 'a' stand above; left out", "i2 caps: place 3 → 2", "i4 caps: place 4 → 3", "i5 caps: place 5 → 4",
             "i2 pins: place 2 → 3", "i4 pins: place 3 → 4", "i3 'deal': put on place 2"], moves);
    }

    [Fact]
    public void Apply_PinsThatExceedACap_AllStand()
    {
        FakeItems items = new FakeItems(4).With("seller", ["a"], ["a"], ["a"], ["b"]);
        FunnelRules rules = FunnelRules.Create(
            [new CapRuleOptions { Attribute = "seller" }, new PinRuleOptions { Item = "i1", Place = 1 }, new PinRuleOptions { Item = "i2", Place = 2 }], items);
        List<Candidate> page = Page(0, 1, 2, 3);

        Apply(rules, FakeItems.Context(items, 4, now: s_now), page, null);

        Assert.Equal([1, 2, 3], page.Select(c => c.Item));
    }

    [Fact]
    public void Apply_PinOfAnItemThatAFilterKeepsOut_IsNotShown()
    {
        FakeItems items = new FakeItems(3).With("stock", ["5"], ["0"], ["5"]);
        FunnelRules rules = FunnelRules.Create(
            [new FilterRuleOptions { Attribute = "stock", AtLeast = 1 }, new SeenRuleOptions(), new PinRuleOptions { Item = "i1", Place = 1 }, new PinRuleOptions { Item = "i2", Place = 2 }], items);
        List<Candidate> page = Page(0);

        Apply(rules, FakeItems.Context(items, history: [2], now: s_now), page, null);

        Assert.Equal([0], page.Select(c => c.Item));
    }

    [Theory]
    [InlineData("2026-07-01T11:59", false)]
    [InlineData("2026-07-01T12:00", false)]
    [InlineData("2026-07-01T12:01", true)]
    public void Apply_PinWithAnEnd_HoldsUntilThen(string until, bool shown)
    {
        FakeItems items = new(3);
        FunnelRules rules = FunnelRules.Create([new PinRuleOptions { Item = "i2", Until = DateTimeOffset.Parse(until + "Z") }], items);
        List<Candidate> page = Page(0, 1);

        Apply(rules, FakeItems.Context(items, now: s_now), page, null);

        Assert.Equal(shown, page[0].Item == 2);
    }

    [Fact]
    public void Apply_PinBeyondThePageOrNotAmongOwnCandidates_IsLeftAlone()
    {
        FakeItems items = new(5);
        FunnelRules rules = FunnelRules.Create([new PinRuleOptions { Item = "i3", Place = 3 }, new PinRuleOptions { Item = "i4", Place = 1 }], items);
        StageContext context = FakeItems.Context(items, 2, now: s_now);
        List<Candidate> page = Page(0, 1), own = Page(0, 1);

        Apply(rules, context, page, null);
        Apply(rules, context with { Request = context.Request with { Candidates = ["i0", "i1"] } }, own, null);

        Assert.Equal([4, 0, 1], page.Select(c => c.Item));
        Assert.Equal([0, 1], own.Select(c => c.Item));
    }

    /// <summary>Plays the caps item by item: what stays is what no cap was full for.</summary>
    private static void AssertGreedy(FakeItems items, CapRuleOptions[] caps, int[] pinned, int[] order, int[] rest)
    {
        Dictionary<(string, int), int> counts = [];
        foreach (int item in pinned) Count(item);
        List<int> expected = [];
        foreach (int item in order.Except(pinned))
        {
            bool full = caps.Any(c => items.Attribute(c.Attribute).Values(item).ToArray().Any(v => counts.GetValueOrDefault((c.Attribute, v)) >= c.Most));
            if (full) continue;
            expected.Add(item);
            Count(item);
        }
        Assert.Equal(expected, rest);

        void Count(int item)
        {
            foreach (CapRuleOptions cap in caps)
                foreach (int value in items.Attribute(cap.Attribute).Values(item)) counts[(cap.Attribute, value)] = counts.GetValueOrDefault((cap.Attribute, value)) + 1;
        }
    }

    private static void AssertEveryMoveTold(int[] order, List<Candidate> page, int count, List<string> moves)
    {
        for (int place = 0; place < Math.Min(count, page.Count); place++)
        {
            string item = $"i{page[place].Item} ";
            if (Array.IndexOf(order, page[place].Item) != place) Assert.Contains(moves, m => m.StartsWith(item, StringComparison.Ordinal));
        }
    }

    private static FakeItems RandomItems(Random random, int count) => new FakeItems(count)
        .With("seller", [.. Enumerable.Range(0, count).Select(_ => (string[])[$"s{random.Next(8)}"])])
        .With("genres", [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 6).Where(_ => random.Next(4) == 0).Select(g => $"g{g}").ToArray())]);

    private static List<Candidate> Page(params int[] items) => [.. items.Select(i => new Candidate { Item = i, Score = -i })];

    private static int Number(string id) => int.Parse(id[1..]);

    private static void Apply(FunnelRules rules, StageContext context, List<Candidate> page, Action<int, string>? moves)
    {
        foreach (IPageRule rule in rules.PageRules) rule.Apply(context, page, moves);
    }
}
