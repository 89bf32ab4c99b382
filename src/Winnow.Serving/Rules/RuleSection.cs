using Winnow.Training.Recipes;

namespace Winnow.Serving;

/// <summary>Keys of the rules; <c>kind</c> decides which.</summary>
internal static class RuleSection
{
    public static ValueKind<IReadOnlyList<RuleOptions>> Rules { get; } = new VariantListKind<RuleOptions>(new VariantKind<RuleOptions>(
        new VariantKind<RuleOptions>.Case<SeenRuleOptions>("seen", Shared(new SeenRuleOptions()), "Keeps out what is in the user's history."),
        new VariantKind<RuleOptions>.Case<FilterRuleOptions>("filter", Conditional(new FilterRuleOptions()), "Shows only items for which the conditions hold."),
        new VariantKind<RuleOptions>.Case<BoostRuleOptions>("boost",
            Conditional(new BoostRuleOptions())
                .Key("factor", Kind.Real(0.001, 1000), o => o.Factor, (o, v) => o with { Factor = v }, "What the odds are multiplied by; below 1: the item falls."),
            "Multiplies the odds of items for which the conditions hold."),
        new VariantKind<RuleOptions>.Case<CapRuleOptions>("cap",
            Shared(new CapRuleOptions())
                .Key("attribute", Kind.Text, o => o.Attribute, (o, v) => o with { Attribute = v }, "Feature of the items.")
                .Key("most", Kind.Whole(1), o => o.Most, (o, v) => o with { Most = v }, "Items shown with the same value."),
            "Shows at most so many items with the same value of an attribute."),
        new VariantKind<RuleOptions>.Case<PinRuleOptions>("pin",
            Shared(new PinRuleOptions())
                .Key("item", Kind.Text, o => o.Item, (o, v) => o with { Item = v }, "Id of the item.")
                .Key("place", Kind.Whole(1), o => o.Place, (o, v) => o with { Place = v }, "Its place on the page, from 1."),
            "Puts an item on a place of every page."))
    {
        WordKey = "kind",
    });

    private static SectionKind<T> Conditional<T>(T defaults) where T : ConditionalRuleOptions => Shared(defaults)
        .Key("attribute", Kind.Text, o => o.Attribute, (o, v) => o with { Attribute = v }, "Feature of the items that is asked.")
        .Key("oneOf", Kind.Texts, o => o.OneOf, (o, v) => o with { OneOf = v }, "The item has at least one of these texts.")
        .Key("noneOf", Kind.Texts, o => o.NoneOf, (o, v) => o with { NoneOf = v }, "The item has none of these texts.")
        .Key("atLeast", Number, o => o.AtLeast, (o, v) => o with { AtLeast = v }, "The feature is a number, at least this.")
        .Key("atMost", Number, o => o.AtMost, (o, v) => o with { AtMost = v }, "The feature is a number, at most this.");

    private static SectionKind<T> Shared<T>(T defaults) where T : RuleOptions => new SectionKind<T>(defaults)
        .Key("name", Kind.Text, o => o.Name, (o, v) => o with { Name = v }, "Name in reports and explanations.")
        .Key("from", Kind.Moment, o => o.From, (o, v) => o with { From = v }, "First moment at which the rule holds.")
        .Key("until", Kind.Moment, o => o.Until, (o, v) => o with { Until = v }, "First moment at which it holds no longer.");

    private static ValueKind<double?> Number => new OptionalNumberKind<double>(Kind.Real(double.MinValue));
}
