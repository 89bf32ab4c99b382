using Winnow.Embeddings;

namespace Winnow.Models;

/// <summary>An embedding table a model asks for. Every id feature of the schema has its rows in it: keys of different features differ.</summary>
/// <param name="Name">Name, unique in the model; recipes configure the table by it.</param>
/// <param name="Width">Numbers in a row.</param>
/// <param name="ZeroColumns">How many of them, from the first on, start at zero: first-order weights.</param>
/// <param name="Optimizer">The update rule the paper of the model uses for this table, or null for the usual one.</param>
public sealed record TableSpec(string Name, int Width, int ZeroColumns, SparseOptimizerOptions? Optimizer = null)
{
    /// <summary>The name of the table that models with one table use.</summary>
    public const string MainTable = "embeddings";
}
