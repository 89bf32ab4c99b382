using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The linear part of a model: w₀ + Σ over id features of the weight of their key + Σ over dense features of weight × value.</summary>
/// <remarks>Key weights are one column of an embedding table and start at zero; several keys in a cell are pooled as the schema says.</remarks>
public sealed class FirstOrder
{
    private readonly TableColumns? _columns;
    private readonly Parameter? _dense;
    private readonly Parameter _bias;

    /// <summary>Declares the weights.</summary>
    /// <param name="make">The factory of the model.</param>
    /// <param name="table">Table the key weights live in; by default the rows they share with the vectors.</param>
    /// <param name="optimizer">The rule the paper uses for the key weights; null: the usual one.</param>
    /// <param name="name">First part of the parameters' names.</param>
    public FirstOrder(
        ParameterFactory make, string table = TableSpec.MainTable, SparseOptimizerOptions? optimizer = null, string name = "linear")
    {
        ArgumentNullException.ThrowIfNull(make);
        if (make.Fields > 0) _columns = make.Columns(1, startAtZero: true, table, optimizer);
        if (make.Dense > 0) _dense = make.Parameter($"{name}.dense", new Shape(make.Dense, 1), Initial.Zero);
        _bias = make.Bias($"{name}.bias", 1);
    }

    /// <summary>The linear part of each row.</summary>
    /// <returns>Shape [rows, 1].</returns>
    public Tensor Forward(Tape tape, EmbeddedBatch x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        if (_dense is null) return x.SumOf(_columns!) + tape.Use(_bias);
        Tensor dense = tape.Linear(x.Dense, _dense, _bias);
        return _columns is null ? dense : x.SumOf(_columns) + dense;
    }
}
