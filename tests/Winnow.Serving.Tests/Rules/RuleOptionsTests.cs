using System.Text.Json.Nodes;
using Winnow.Data;
using Winnow.Training.Recipes;

namespace Winnow.Serving.Tests;

public class RuleOptionsTests
{
    private const string Yaml = """
        rules:
          - { kind: seen }
          - { kind: filter, name: in stock, attribute: stock, atLeast: 1, atMost: 9.5 }
          - { kind: boost, name: summer, attribute: season, oneOf: [summer, spring], factor: 1.2, until: 2026-09-01 }
          - { kind: cap, attribute: seller, most: 2 }
          - { kind: pin, item: i42, place: 3, from: 2026-12-01T08:00:00Z, until: 2026-12-24 }
        """;

    [Fact]
    public void Read_EveryKind_SetsTheOptionsAndWritesThemBack()
    {
        IReadOnlyList<RuleOptions> rules = Read(Yaml);

        Assert.Equal(["seen", "in stock", "summer", "cap seller", "pin i42"], rules.Select(r => r.Title));
        FilterRuleOptions filter = Assert.IsType<FilterRuleOptions>(rules[1]);
        Assert.Equal((1.0, 9.5), (filter.AtLeast, filter.AtMost));
        BoostRuleOptions boost = Assert.IsType<BoostRuleOptions>(rules[2]);
        Assert.Equal((1.2, "spring", new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero)), (boost.Factor, boost.OneOf[1], boost.Until));
        Assert.Equal(new CapRuleOptions { Attribute = "seller", Most = 2 }, rules[3]);
        Assert.Equal(new DateTimeOffset(2026, 12, 1, 8, 0, 0, TimeSpan.Zero), rules[4].From);
        Assert.Equal(["stock", "season", "seller"], rules.SelectMany(r => r.Attributes));
        string json = RuleSection.Rules.ToJson(rules)!.ToJsonString();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), RuleSection.Rules.ToJson(Read("rules: " + json))));
    }

    [Theory]
    [InlineData("rules: [ { kind: sen } ]", "Did you mean 'seen'?")]
    [InlineData("rules: [ { name: x } ]", "has no 'kind'")]
    [InlineData("rules: [ { kind: cap, attribute: a, mots: 2 } ]", "Did you mean 'most'?")]
    [InlineData("rules: [ { kind: pin, item: a, place: 0 } ]", "of at least 1")]
    [InlineData("rules: [ { kind: pin, item: a, until: tomorrow } ]", "expected a date such as 2026-12-24")]
    [InlineData("rules: { kind: seen }", "expected a list")]
    public void Read_Faults_NamesThem(string yaml, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidYamlException>(() => Read(yaml)).Message);

    [Fact]
    public void Validate_SeveralFaults_TellsThemAll()
    {
        RuleOptions[] rules =
        [
            new FilterRuleOptions(), new BoostRuleOptions { Attribute = "a", AtLeast = 2, AtMost = 1, Factor = 0 }, new CapRuleOptions { Most = 0 },
            new PinRuleOptions { Place = 0 }, new SeenRuleOptions { From = Day(2), Until = Day(2) },
        ];

        string message = Assert.Throws<ArgumentException>(() => RuleOptions.Validate(rules)).Message;

        foreach (string part in (string[])["rules[0]", "no condition", "no number fits", "factor", "rules[2]", "most", "item is missing", "place is 0", "rules[4]", "never holds"])
            Assert.Contains(part, message);
    }

    [Theory]
    [InlineData(1, "a", 1, 5, 1, "b", 5, 9, null)]
    [InlineData(1, "a", 1, 6, 1, "b", 5, 9, "on place 1 at the same time")]
    [InlineData(1, "a", 0, 0, 1, "b", 5, 9, "on place 1 at the same time")]
    [InlineData(1, "a", 1, 6, 2, "a", 5, 9, "item a is pinned on the places 1 and 2")]
    [InlineData(1, "a", 1, 6, 2, "b", 5, 9, null)]
    public void Validate_TwoPins_ConflictOnlyAtTheSameTime(int place, string item, int from, int until, int otherPlace, string otherItem, int otherFrom, int otherUntil, string? conflict)
    {
        RuleOptions[] rules = [Pin(place, item, from, until), Pin(otherPlace, otherItem, otherFrom, otherUntil)];

        Exception? e = Record.Exception(() => RuleOptions.Validate(rules));

        if (conflict is null) Assert.Null(e);
        else Assert.Contains(conflict, Assert.IsType<ArgumentException>(e).Message);
    }

    [Fact]
    public void Create_AttributeOrItemThatTheReleaseHasNot_TellsThemAll()
    {
        FakeItems items = new FakeItems(2).With("seller", ["x"]);

        string message = Assert.Throws<ArgumentException>(() => FunnelRules.Create(
            [new CapRuleOptions { Attribute = "brand" }, new FilterRuleOptions { Attribute = "stock", AtLeast = 1 }, new PinRuleOptions { Item = "i7" }], items)).Message;

        foreach (string part in (string[])["'brand'", "'stock'", "item i7", "seller"]) Assert.Contains(part, message);
    }

    private static PinRuleOptions Pin(int place, string item, int from, int until) =>
        new() { Place = place, Item = item, From = from == 0 ? null : Day(from), Until = until == 0 ? null : Day(until) };

    private static DateTimeOffset Day(int day) => new(2026, 5, day, 0, 0, 0, TimeSpan.Zero);

    private static IReadOnlyList<RuleOptions> Read(string yaml)
    {
        YamlSection file = YamlSection.Parse(yaml, "funnel.yaml");
        IReadOnlyList<RuleOptions> rules = RuleSection.Rules.Read(file, "rules", []);
        file.Finish();
        return rules;
    }
}
