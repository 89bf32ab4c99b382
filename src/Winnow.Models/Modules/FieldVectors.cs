using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>One embedding vector for each id feature of an example, taken from the rows of a table.</summary>
public sealed class FieldVectors
{
    private readonly TableColumns _columns;

    /// <summary>Reserves the columns.</summary>
    /// <param name="make">The factory of the model.</param>
    /// <param name="dim">Length of a vector, at least 1.</param>
    /// <param name="table">Name of the table.</param>
    public FieldVectors(ParameterFactory make, int dim, string table = TableSpec.MainTable)
    {
        ArgumentNullException.ThrowIfNull(make);
        _columns = make.Columns(dim, startAtZero: false, table);
        Fields = make.Fields;
        Dim = dim;
        FlatWidth = make.FlatWidth(dim);
    }

    /// <summary>Number of vectors of an example.</summary>
    public int Fields { get; }

    /// <summary>Length of a vector.</summary>
    public int Dim { get; }

    /// <summary>Columns of <see cref="Flat"/>.</summary>
    public int FlatWidth { get; }

    /// <summary>The vectors side by side, then the dense features: the usual input of a deep network. Written once a step, without a copy.</summary>
    /// <returns>Shape [rows, fields · dim + dense]. Features with several keys in a cell are pooled as the schema says; no key gives zeros.</returns>
    public Tensor Flat(EmbeddedBatch x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Flat(_columns);
    }

    /// <summary>The vectors alone: a view of <see cref="Flat"/>.</summary>
    /// <returns>Shape [rows, fields, dim].</returns>
    public Tensor Vectors(EmbeddedBatch x)
    {
        Tensor flat = Flat(x);
        return flat.Tape.FieldsView(flat, 0, Fields, Dim);
    }
}
