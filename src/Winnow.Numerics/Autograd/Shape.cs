namespace Winnow.Numerics;

/// <summary>The size of a tensor: (rows), (rows, cols) or (batch, fields or time, width).</summary>
/// <remarks>Whatever its rank, a tensor lies in memory as a matrix: rank 3 is [batch, fields × width], one row an example.</remarks>
public readonly record struct Shape
{
    /// <summary>Rank 1: a column of <paramref name="rows"/> numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> is negative.</exception>
    public Shape(int rows) : this(1, rows, 1, 1)
    {
    }

    /// <summary>Rank 2: a matrix.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Shape(int rows, int cols) : this(2, rows, 1, cols)
    {
    }

    /// <summary>Rank 3: for each of <paramref name="batch"/> examples, <paramref name="fields"/> vectors of <paramref name="width"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or fields × width exceeds the range of <see cref="int"/>.</exception>
    public Shape(int batch, int fields, int width) : this(3, batch, fields, width)
    {
    }

    private Shape(int rank, int rows, int fields, int width)
    {
        if (rows < 0 || fields < 0 || width < 0 || (long)fields * width > int.MaxValue) Throw.ShapeNegative(rows, fields, width);
        Rank = rank;
        Rows = rows;
        Fields = fields;
        Width = width;
    }

    /// <summary>1, 2 or 3; 0 for the default value, which is the size of nothing.</summary>
    public int Rank { get; }

    /// <summary>Rows of the matrix: the first size.</summary>
    public int Rows { get; }

    /// <summary>Vectors in a row (fields of an example, or steps in time); 1 below rank 3.</summary>
    public int Fields { get; }

    /// <summary>Numbers in one vector: the last size; 1 for rank 1.</summary>
    public int Width { get; }

    /// <summary>Columns of the matrix: <see cref="Fields"/> × <see cref="Width"/>.</summary>
    public int Cols => Fields * Width;

    /// <summary>Number of elements.</summary>
    public long Count => (long)Rows * Cols;

    /// <summary>The sizes as they are written in messages, for example <c>[4096, 26, 16]</c>.</summary>
    public override string ToString() => Rank switch
    {
        1 => $"[{Rows}]",
        2 => $"[{Rows}, {Width}]",
        3 => $"[{Rows}, {Fields}, {Width}]",
        _ => "[]",
    };
}
