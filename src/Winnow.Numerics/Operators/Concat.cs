namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>Tensors side by side: their columns one after another.</summary>
    /// <param name="parts">At least one tensor; all with the same number of rows.</param>
    /// <returns>Shape [n, sum of columns].</returns>
    /// <remarks>Copies. Where the parts can be written in place (field vectors and dense features), <see cref="EmbedFields"/> does without.</remarks>
    /// <exception cref="ArgumentException">There is no part, or the numbers of rows differ.</exception>
    public Tensor Concat(params ReadOnlySpan<Tensor> parts)
    {
        if (parts.IsEmpty) Throw.NothingToConcat();
        foreach (Tensor part in parts)
            if (part.Rows != parts[0].Rows) Throw.RowsDiffer(parts[0].Rows, part.Rows);
        return Rent<ConcatOperator>().Forward(parts);
    }
}

internal sealed class ConcatOperator : Operator
{
    private readonly List<Tensor> _parts = [];

    public Tensor Forward(ReadOnlySpan<Tensor> parts)
    {
        _parts.Clear();
        int cols = 0;
        foreach (Tensor part in parts)
        {
            _parts.Add(part);
            cols = checked(cols + part.Cols);
        }
        Tensor y = Tape.Record(this, new Shape(parts[0].Rows, cols), parts);
        int column = 0;
        foreach (Tensor part in parts)
        {
            Tape.ForRows(y.Rows, part.Cols, new WriteRows { From = part.Value, To = y.Value.Columns(column, part.Cols) });
            column += part.Cols;
        }
        return y;
    }

    public override void Backward()
    {
        int column = 0;
        foreach (Tensor part in _parts)
        {
            if (part.NeedsGradient)
            {
                MatrixView to = Tape.GradientToWrite(part, out bool add);
                Tape.ForRows(part.Rows, part.Cols, new WriteRows { From = ResultGradient.Columns(column, part.Cols), To = to, Add = add });
            }
            column += part.Cols;
        }
    }
}
