using Winnow.Numerics;

namespace Winnow.Data.Tests.Interactions;

using Interactions = Winnow.Data.Interactions;

public sealed class InteractionFilterTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 8)];

    [Theory, MemberData(nameof(Seeds))]
    public void KCore_AnyLog_IsTheLargestPartInWhichAllHaveEnough(int seed)
    {
        Interactions log = Logs.Random(seed, events: seed % 2 == 0 ? 1_100 : 2_000, repeats: seed % 2 == 0);

        Interactions core = InteractionFilter.Apply(log, new KCore(11, 8)).Log;

        Assert.All(Enumerable.Range(0, core.Users.Count), u => Assert.True(core.ByUser.RowLength(u) >= 11));
        Assert.All(Enumerable.Range(0, core.Items.Count), i => Assert.True(core.ByItem.RowLength(i) >= 8));
        Assert.Equal(Reference(log, 11, 8).Order(), Logs.Events(core).Order());
    }

    [Fact]
    public void Apply_SeveralFilters_ReportsWhatEachRemoved()
    {
        Interactions log = new(
            new IdIndex(["a", "b", "c", "never seen"]), new IdIndex(["x", "y", "z"]), [0, 0, 1, 1, 2], [0, 1, 0, 1, 2], [5, 1, 4, 4, 5], [10, 20, 30, 40, 50]);

        FilteredInteractions filtered = InteractionFilter.Apply(log, new MinimumValue(4), new KCore(1, 2), new TimeWindow(20));

        Assert.Equal(
            [
                new("as it came", 4, 3, 5), new("users and items without an event", 3, 3, 5), new("values of at least 4", 3, 3, 4),
                new("1-core of users, 2-core of items", 2, 1, 2), new("times from 20", 1, 1, 1),
            ],
            filtered.Steps);
        Assert.Equal(["b x  30"], Logs.Events(filtered.Log));
        Assert.Contains("(−1)", filtered.ToString());
    }

    [Fact]
    public void Apply_EventsPerUserAndItem_KeepsTheRange()
    {
        Interactions log = Logs.Of((0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2));

        Assert.Equal(["1"], Users(new EventsPerUser(2, 2)));
        Assert.Equal(["0", "1", "2"], Users(new EventsPerItem(3)));
        Assert.Equal(["2"], Users(new EventsPerItem(0, 1)));

        IEnumerable<string> Users(InteractionFilter filter)
        {
            IdIndex users = InteractionFilter.Apply(log, filter).Log.Users;
            return Enumerable.Range(0, users.Count).Select(u => users[u]);
        }
    }

    [Theory]
    [InlineData(RepeatRule.Keep, "1 9 3 4 5")]
    [InlineData(RepeatRule.First, "1 3")]
    [InlineData(RepeatRule.Last, "9 3")]
    [InlineData(RepeatRule.Sum, "19 3")]
    public void OnePerPair_AnyRule_KeepsTheRightEvent(RepeatRule rule, string values)
    {
        Interactions log = new(IdIndex.Numbered(2), IdIndex.Numbered(1), [0, 0, 1, 0, 0], [0, 0, 0, 0, 0], [1, 9, 3, 4, 5], [1, 8, 0, 7, 2]);
        Assert.Equal(values, string.Join(' ', InteractionFilter.Apply(log, new OnePerPair(rule)).Log.Values.ToArray()));
    }

    [Fact]
    public void Apply_RemovedUsersAndItems_KeepIdsAndContentTogether()
    {
        Interactions log = new(new IdIndex(["a", "b"]), new IdIndex(["x", "y", "z"]), [0, 1, 1], [0, 1, 2])
        {
            ItemFeatures = CsrMatrix.FromEntries(3, 9, [0, 1, 2], [3, 4, 5]), UserFeatures = CsrMatrix.FromEntries(2, 9, [0, 1], [7, 8]),
        };

        Interactions left = InteractionFilter.Apply(log, new EventsPerUser(2)).Log;

        Assert.Equal(("b", "y", "z"), (left.Users[0], left.Items[0], left.Items[1]));
        Assert.Equal((4, 5, 8), (left.ItemFeatures!.Row(0)[0], left.ItemFeatures.Row(1)[0], left.UserFeatures!.Row(0)[0]));
    }

    [Fact]
    public void Apply_WhatTheLogDoesNotHave_SaysSo()
    {
        Interactions log = Logs.Random(0, times: false, values: false);
        Assert.Contains("values", Assert.Throws<ArgumentException>(() => InteractionFilter.Apply(log, new MinimumValue(1))).Message);
        Assert.Contains("times", Assert.Throws<ArgumentException>(() => InteractionFilter.Apply(log, new TimeWindow(1))).Message);
        Assert.Contains("Nothing is left", Assert.Throws<ArgumentException>(() => InteractionFilter.Apply(log, new KCore(1_000))).Message);
    }

    [Fact]
    public void TimeWindow_OfDays_IsInUnixSeconds() =>
        Assert.Equal(new TimeWindow(86_400, 172_800), new TimeWindow(new DateOnly(1970, 1, 2), new DateOnly(1970, 1, 3)));

    /// <summary>Removes whoever has too few, all over again, until nothing changes.</summary>
    private static List<string> Reference(Interactions log, int leastItems, int leastUsers)
    {
        List<(int User, int Item, string Text)> events = [.. Logs.Events(log).Select((text, e) => (log.UserOf[e], log.ItemOf[e], text))];
        for (int before = -1; before != events.Count;)
        {
            before = events.Count;
            events = [.. events.GroupBy(e => e.User).Where(g => g.Select(e => e.Item).Distinct().Count() >= leastItems).SelectMany(g => g)];
            events = [.. events.GroupBy(e => e.Item).Where(g => g.Select(e => e.User).Distinct().Count() >= leastUsers).SelectMany(g => g)];
        }
        return [.. events.Select(e => e.Text)];
    }
}
