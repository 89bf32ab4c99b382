namespace Winnow.Data;

/// <summary>What an entry of the catalogue tells of a data set that holds interactions.</summary>
public sealed class InteractionSet
{
    private InteractionSet(YamlSection yaml)
    {
        Protocol = yaml.OptionalText("protocol");
        Users = yaml.WholeNumber("users", 0, min: 1);
        Items = yaml.WholeNumber("items", 0, min: 1);
        FirstId = yaml.Has("firstId") ? yaml.WholeNumber("firstId", 0) : null;
        NegativesPerUser = yaml.WholeNumber("negatives", 0, min: 0);
        if (yaml.OptionalSection("itemFeatures") is { } features)
            (ItemFeatures, FeatureCount) = (features.Choice<FeatureLayout>("layout"), features.WholeNumber("count", 1, min: 1));
        YamlSection parts = yaml.Section("parts");
        Parts = [.. parts.Keys.Select(name => PartFrom(name, parts.Section(name)))];
    }

    /// <summary>How it was split, in words; null: it is one log.</summary>
    public string? Protocol { get; }

    /// <summary>Number of users.</summary>
    public int Users { get; }

    /// <summary>Number of items, those without an interaction included.</summary>
    public int Items { get; }

    /// <summary>The smallest id, where ids are whole numbers without gaps; null: ids are texts.</summary>
    public int? FirstId { get; }

    /// <summary>How many negatives each judged user comes with; 0: none, the whole catalogue is ranked.</summary>
    public int NegativesPerUser { get; }

    /// <summary>How the content of the items is laid out; null: there is none.</summary>
    public FeatureLayout? ItemFeatures { get; }

    /// <summary>Number of features of the items.</summary>
    public int FeatureCount { get; }

    /// <summary>The parts: <c>all</c>, or <c>train</c> and <c>test</c>.</summary>
    public IReadOnlyList<InteractionPart> Parts { get; }

    /// <summary>Whether it comes split into training and test.</summary>
    public bool IsSplit => Protocol is not null;

    internal static InteractionSet From(YamlSection yaml) => new(yaml);

    private static InteractionPart PartFrom(string name, YamlSection yaml) =>
        new(name, InteractionFormat.From(yaml), yaml.LongNumber("events", 0, min: 0));
}
