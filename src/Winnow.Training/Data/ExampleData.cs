using Winnow.Data;
using Winnow.Training.Laboratory;
using Winnow.Training.Recipes;

namespace Winnow.Training;

/// <summary>What a recipe of a ranking model says about its log: the log as it is cut, the features of its items and users, and the examples.</summary>
public static class ExampleData
{
    /// <summary>The log, cut into training, validation and test part: what a ranker is judged on by its lists.</summary>
    /// <param name="recipe">A recipe with <see cref="DataOptions.Interactions"/>.</param>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    /// <exception cref="ArgumentException">The recipe names no log, or its rule does not fit the log.</exception>
    /// <exception cref="DatasetUnavailableException">The data set is neither here nor to be downloaded.</exception>
    public static InteractionSplit LoadSplit(Recipe recipe, DatasetStore? store = null)
    {
        ExampleDataOptions data = Options(recipe);
        return (data.Split ?? new LeaveOneOut()).Split(RecommenderData.ReadLog(data.Log, store), recipe.Seed);
    }

    /// <summary>The features of the items: of the file the recipe names, or of the data set; null if there are none.</summary>
    /// <inheritdoc cref="LoadSplit"/>
    /// <exception cref="InvalidDataException">The file is malformed.</exception>
    public static EntityFeatures? LoadItems(Recipe recipe, DatasetStore? store = null)
    {
        ExampleDataOptions data = Options(recipe);
        if (data.Items.Length > 0) return EntityFeatures.Read(data.Items);
        return PublishedEntities.WithItems.Contains(data.Log.Name) ? PublishedEntities.Items(data.Log.Name, store ?? new DatasetStore()) : null;
    }

    /// <summary>The features of the users: of the file the recipe names, or of the data set; null if there are none.</summary>
    /// <inheritdoc cref="LoadItems"/>
    public static EntityFeatures? LoadUsers(Recipe recipe, DatasetStore? store = null)
    {
        ExampleDataOptions data = Options(recipe);
        if (data.Users.Length > 0) return EntityFeatures.Read(data.Users);
        return PublishedEntities.WithUsers.Contains(data.Log.Name) ? PublishedEntities.Users(data.Log.Name, store ?? new DatasetStore()) : null;
    }

    /// <summary>The examples, before any is made.</summary>
    /// <inheritdoc cref="LoadItems"/>
    public static RankingExamples Load(Recipe recipe, DatasetStore? store = null)
    {
        ExampleOptions options = Options(recipe).Examples with { Seed = recipe.Seed };
        return RankingExamples.Of(LoadSplit(recipe, store), LoadItems(recipe, store), LoadUsers(recipe, store), options);
    }

    private static ExampleDataOptions Options(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return recipe.Data.Interactions
            ?? throw new ArgumentException($"The recipe '{recipe.Description}' reads rows that are there already; expected one with data.interactions.", nameof(recipe));
    }
}
