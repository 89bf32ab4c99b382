using Winnow.Data;
using Winnow.Training.Laboratory;
using Winnow.Training.Recipes;

namespace Winnow.Serving;

/// <summary>The items, the users and what they did, from which a release is packed.</summary>
/// <param name="Items">The items; those that only the log knows are added without features.</param>
/// <param name="Users">The users; those that only the log knows are added without features.</param>
/// <param name="Log">What they did: histories and popularity come from it.</param>
public sealed record CatalogueData(EntityFeatures Items, EntityFeatures Users, Interactions Log)
{
    /// <summary>Loads what a funnel file names.</summary>
    /// <param name="options">The names.</param>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    /// <exception cref="DatasetUnavailableException">The data set is neither here nor to be downloaded.</exception>
    /// <exception cref="IOException">A file is not there.</exception>
    /// <exception cref="InvalidDataException">A file of features is malformed.</exception>
    public static CatalogueData Load(CatalogueOptions options, DatasetStore? store = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        store ??= new DatasetStore();
        InteractionDataOptions log = options.Name.Length > 0 ? options.Interactions with { Name = options.Name } : options.Interactions;
        string name = log.Name;
        return new CatalogueData(
            options.Items.Length > 0 ? EntityFeatures.Read(options.Items) : PublishedEntities.WithItems.Contains(name) ? PublishedEntities.Items(name, store) : None,
            options.Users.Length > 0 ? EntityFeatures.Read(options.Users) : PublishedEntities.WithUsers.Contains(name) ? PublishedEntities.Users(name, store) : None,
            options.Split is { } split ? RecommenderData.Load(log, split, seed: 1, store).Train : RecommenderData.ReadLog(log, store));
    }

    private static EntityFeatures None { get; } = new(new IdIndex([]), []);

    /// <summary>The same with everybody whom the log knows among items and users.</summary>
    internal CatalogueData Complete() => new(With(Items, Log.Items), With(Users, Log.Users), Log);

    private static EntityFeatures With(EntityFeatures entities, IdIndex others)
    {
        List<string> ids = [];
        List<FeatureValues> features = [];
        for (int i = 0; i < entities.Count; i++)
        {
            ids.Add(entities.Ids[i]);
            features.Add(entities[i]);
        }
        for (int i = 0; i < others.Count; i++)
        {
            if (entities.Ids.TryFind(others[i], out _)) continue;
            ids.Add(others[i]);
            features.Add(FeatureValues.Empty);
        }
        return ids.Count == entities.Count ? entities : new EntityFeatures(new IdIndex(ids), features);
    }
}
