namespace Winnow.Data;

/// <summary>One entry of the catalogue: which files make up a data set, how they are read, and on which terms.</summary>
public sealed class Dataset
{
    private readonly FeatureSchema? _schema;

    private Dataset(YamlSection yaml)
    {
        Name = yaml.Text("name");
        Folder = yaml.Text("folder", Name);
        Title = yaml.Text("title");
        Description = yaml.Text("description").Trim();
        Source = yaml.Text("source");
        Page = yaml.OptionalText("page");
        Terms = yaml.Text("terms");
        YamlSection splits = yaml.Section("splits");
        Splits = [.. splits.Keys.Select(name => new DatasetSplit(name, [.. splits.Sections(name).Select(DatasetFile.From)]))];
        if (yaml.OptionalSection("interactions") is { } interactions) Interactions = InteractionSet.From(interactions);
        else _schema = FeatureSchema.FromYaml(yaml.Section("schema"));
        if (yaml.OptionalSection("entities") is not { } entities) return;
        if (entities.OptionalSection(PublishedEntities.ItemPart) is { } items) Items = EntityLayout.From(items);
        if (entities.OptionalSection(PublishedEntities.UserPart) is { } users) Users = EntityLayout.From(users);
    }

    /// <summary>Name in the catalogue.</summary>
    public string Name { get; }

    /// <summary>Name of the folder that holds the files; several entries may share one.</summary>
    public string Folder { get; }

    /// <summary>What it is, in a line.</summary>
    public string Title { get; }

    /// <summary>What one should know before using it.</summary>
    public string Description { get; }

    /// <summary>Who published it, where.</summary>
    public string Source { get; }

    /// <summary>The publisher's page, or null.</summary>
    public string? Page { get; }

    /// <summary>The publisher's terms.</summary>
    public string Terms { get; }

    /// <summary>The parts: train, validation, test; of interactions also all, negatives, itemFeatures, items, users.</summary>
    public IReadOnlyList<DatasetSplit> Splits { get; }

    /// <summary>What the columns are.</summary>
    /// <exception cref="InvalidOperationException">The data set holds interactions, see <see cref="Interactions"/>.</exception>
    public FeatureSchema Schema => _schema ?? throw new InvalidOperationException(
        $"Data set '{Name}' holds interactions of users and items, not rows of features. Name it in a recipe of a collaborative model, or take one of a schema.");

    /// <summary>How its interactions are read; null if it holds rows of features, see <see cref="Schema"/>.</summary>
    public InteractionSet? Interactions { get; }

    /// <summary>How the features of the items are written, see <see cref="PublishedEntities"/>; null: there are none.</summary>
    public EntityLayout? Items { get; }

    /// <summary>How the features of the users are written; null: there are none.</summary>
    public EntityLayout? Users { get; }

    /// <summary>The part of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public DatasetSplit Split(string name) => Splits.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException($"Data set '{Name}' has no split '{name}'. It has: {string.Join(", ", Splits.Select(s => s.Name))}.", nameof(name));

    /// <summary>Reads an entry.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="file">Name for messages.</param>
    /// <exception cref="InvalidYamlException">The text is no entry; every fault with line and column.</exception>
    public static Dataset FromYaml(string text, string file)
    {
        YamlSection yaml = YamlSection.Parse(text, file);
        Dataset dataset = new(yaml);
        yaml.Finish();
        return dataset;
    }
}
