using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.Recipes;
using Winnow.Training.Storage;

namespace Winnow.Training.ModelFiles;

/// <summary>A model with its embedding tables in memory: what is trained, scored with, saved and loaded.</summary>
/// <remarks>One thread writes (training, loading); between steps any number of scorers may read.</remarks>
public sealed class LiveModel : IDisposable
{
    private const string DenseFile = "dense.safetensors", OptimizerFile = "optimizer.safetensors", TableFolder = "tables";

    private LiveModel(RankingModel model, IReadOnlyList<IEmbeddingTable> tables, WorkerTeam team) =>
        (Model, Tables, Team) = (model, tables, team);

    /// <summary>The layers.</summary>
    public RankingModel Model { get; }

    /// <summary>One table for each of <see cref="RankingModel.Tables"/>, in that order.</summary>
    public IReadOnlyList<IEmbeddingTable> Tables { get; }

    /// <summary>The threads that compute.</summary>
    public WorkerTeam Team { get; }

    /// <summary>Makes the model of a recipe with its initial weights and empty tables.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="schema">The features.</param>
    /// <param name="team">The threads that compute; stays with the caller.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the recipe sets up a table the model has not.</exception>
    public static LiveModel Create(Recipe recipe, FeatureSchema schema, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        RankingModel model = recipe.Model.Create(new ParameterFactory(schema, recipe.Seed));
        CheckTableNames(recipe, model);
        return new LiveModel(model, [.. model.Tables.Select(t => recipe.Training.Table(t.Name).Create(t, recipe.Seed, team))], team);
    }

    /// <summary>Number of trained numbers: weights of the layers and numbers in the rows of the tables.</summary>
    public long CountWeights() => Model.Parameters.Sum(p => (long)p.Values.Length) + Tables.Sum(t => t.Count * t.Dimension);

    /// <summary>Writes weights, optimiser state and rows into a directory, one cut of a moment between two steps.</summary>
    /// <param name="directory">An existing directory that is being written aside; see <see cref="AtomicDirectory"/>.</param>
    public void Save(string directory)
    {
        SafeTensors.Write(Path.Combine(directory, DenseFile), [.. Model.Parameters.Select(ParameterTensors.Value)]);
        ParameterTensors.WriteState(Path.Combine(directory, OptimizerFile), Model.Parameters);
        Directory.CreateDirectory(Path.Combine(directory, TableFolder));
        foreach (IEmbeddingTable table in Tables)
        {
            using FileStream file = new(TablePath(directory, table), FileMode.Create, FileAccess.Write);
            table.Save(file);
        }
    }

    /// <summary>Replaces weights, optimiser state and rows by those of a directory.</summary>
    /// <param name="directory">What <see cref="Save"/> wrote for the same model, verified by the caller.</param>
    /// <exception cref="StorageException">A file is missing, damaged or of another model.</exception>
    public void Load(string directory)
    {
        try
        {
            SafeTensors.Read(Path.Combine(directory, DenseFile), [.. Model.Parameters.Select(ParameterTensors.Value)]);
            ParameterTensors.ReadState(Path.Combine(directory, OptimizerFile), Model.Parameters);
            foreach (IEmbeddingTable table in Tables)
            {
                string path = TablePath(directory, table);
                using FileStream file = File.OpenRead(path);
                table.Load(file, path);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new StorageException($"{directory} could not be loaded: {e.Message}", e);
        }
    }

    /// <summary>Frees layers and tables.</summary>
    public void Dispose()
    {
        Model.Dispose();
        foreach (IEmbeddingTable table in Tables) table.Dispose();
    }

    private static string TablePath(string directory, IEmbeddingTable table) => Path.Combine(directory, TableFolder, table.Name + ".rows");

    private static void CheckTableNames(Recipe recipe, RankingModel model)
    {
        string[] known = [.. model.Tables.Select(t => t.Name)];
        string[] strange = [.. recipe.Training.Tables.Keys.Except(known)];
        if (strange.Length == 0) return;
        model.Dispose();
        throw new ArgumentException($"Key 'training.tables' sets up {string.Join(", ", strange)}, but model {recipe.ModelName} has the tables {string.Join(", ", known)}.");
    }
}
