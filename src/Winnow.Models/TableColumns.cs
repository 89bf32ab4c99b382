namespace Winnow.Models;

/// <summary>Some columns of an embedding table that belong to one module. Several modules share the rows of a table, so that a key is
/// looked up once: usually column 0 is the first-order weight and the others are the vector.</summary>
public sealed class TableColumns
{
    internal TableColumns(int table, int count, bool startAtZero)
    {
        Table = table;
        Count = count;
        StartAtZero = startAtZero;
    }

    /// <summary>Number of columns.</summary>
    public int Count { get; }

    /// <summary>Whether new rows have zeros here.</summary>
    public bool StartAtZero { get; }

    /// <summary>Index of the table in <see cref="RankingModel.Tables"/>.</summary>
    internal int Table { get; }

    /// <summary>First column in a row; known once the model is complete.</summary>
    internal int First { get; set; } = -1;
}
