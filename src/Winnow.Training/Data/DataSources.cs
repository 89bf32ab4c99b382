using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training;

/// <summary>The rows a recipe names, before any is read: the data set of the catalogue, files, or examples made from a log.</summary>
/// <param name="Schema">What the columns are.</param>
/// <param name="Train">Rows to learn from.</param>
/// <param name="Validation">Rows to tune on; may turn out empty.</param>
/// <param name="Test">Rows to judge by; may turn out empty.</param>
public sealed record DataSources(FeatureSchema Schema, IRecordSource Train, IRecordSource Validation, IRecordSource Test)
{
    /// <summary>Finds the data of a recipe and cuts off what is held out.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="store">Where data sets of the catalogue lie; null: the usual places.</param>
    /// <param name="team">The threads on which a teacher gives labels, where the recipe names one; null: the calling thread alone.</param>
    /// <exception cref="DatasetUnavailableException">The data set is neither here nor to be downloaded.</exception>
    /// <exception cref="FileNotFoundException">A file is not there.</exception>
    public static DataSources Open(Recipe recipe, DatasetStore? store = null, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        DataOptions data = recipe.Data;
        if (data.Interactions is not null) return OfLog(recipe, store, team ?? WorkerTeam.Single);
        if (data.Name.Length > 0) return OfCatalogue(recipe, store ?? new DatasetStore());
        FeatureSchema schema = data.Schema ?? FeatureSchema.FromYaml(File.ReadAllText(data.SchemaFile), data.SchemaFile);
        return Complete(recipe, schema, OfFiles(data.Train, schema)!, OfFiles(data.Validation, schema), OfFiles(data.Test, schema));
    }

    private static DataSources OfLog(Recipe recipe, DatasetStore? store, WorkerTeam team)
    {
        RankingExamples examples = ExampleData.Load(recipe, store);
        FeatureSchema schema = recipe.Data.SchemaFile.Length > 0
            ? FeatureSchema.FromYaml(File.ReadAllText(recipe.Data.SchemaFile), recipe.Data.SchemaFile)
            : recipe.Data.Schema ?? examples.Schema;
        if (recipe.Data.Interactions!.Distil is not { } distil) return new DataSources(schema, examples.Train, examples.Validation, examples.Test);
        return new DataSources(Distillation.WithSoftLabel(schema), Distillation.Label(examples.Train, distil.Teacher, team), examples.Validation, examples.Test);
    }

    private static DataSources OfCatalogue(Recipe recipe, DatasetStore store)
    {
        Dataset dataset = Catalogue.Get(recipe.Data.Name);
        return Complete(recipe, recipe.Data.Schema ?? dataset.Schema, store.Open(dataset, "train"), Split("validation"), Split("test"));

        RecordFile? Split(string name) => dataset.Splits.Any(s => s.Name == name) ? store.Open(dataset, name) : null;
    }

    private static RecordFile? OfFiles(IReadOnlyList<string> paths, FeatureSchema schema) =>
        paths.Count == 0 ? null : RecordFile.Open(paths, schema);

    private static DataSources Complete(Recipe recipe, FeatureSchema schema, RecordFile train, RecordFile? validation, RecordFile? test)
    {
        if (validation is not null && test is not null) return new DataSources(schema, train, validation, test);
        HoldOut missing = recipe.Split with
        {
            Validation = validation is null ? recipe.Split.Validation : 0,
            Test = test is null ? recipe.Split.Test : 0,
        };
        HeldOutParts parts = missing.Split(train, schema, recipe.Seed);
        return new DataSources(schema, parts.Train, validation ?? parts.Validation, test ?? parts.Test);
    }
}
