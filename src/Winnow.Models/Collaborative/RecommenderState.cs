using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>What a recommender learnt, as named arrays: the form in which it is saved and loaded.</summary>
public sealed class RecommenderState
{
    private readonly Dictionary<string, Array> _arrays = new(StringComparer.Ordinal);

    /// <summary>Names of the arrays, in the order they were put in.</summary>
    public IEnumerable<string> Names => _arrays.Keys;

    /// <summary>The array of a name: <c>float[]</c> or <c>int[]</c>.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public Array this[string name] =>
        _arrays.TryGetValue(name, out Array? array) ? array : throw new InvalidDataException($"The saved model has no array '{name}'. It has: {string.Join(", ", Names)}.");

    /// <summary>Puts in an array.</summary>
    public void Put(string name, float[] values) => _arrays.Add(name, values);

    /// <summary>Puts in an array.</summary>
    public void Put(string name, int[] values) => _arrays.Add(name, values);

    /// <summary>Puts in a sparse matrix, as the arrays NAME.shape, NAME.starts, NAME.columns and NAME.values.</summary>
    public void Put(string name, CsrMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        Put(name + ".shape", [matrix.Rows, matrix.Cols]);
        Put(name + ".starts", matrix.Starts.ToArray());
        Put(name + ".columns", matrix.Columns.ToArray());
        if (!matrix.IsBinary) Put(name + ".values", matrix.Values.ToArray());
    }

    /// <summary>The numbers of a name.</summary>
    /// <exception cref="InvalidDataException">There are none, or they are not numbers of this kind.</exception>
    public float[] Floats(string name) => this[name] as float[] ?? throw new InvalidDataException($"Array '{name}' of the saved model holds {this[name].GetType()}; expected float32.");

    /// <summary>The whole numbers of a name.</summary>
    /// <exception cref="InvalidDataException">There are none, or they are not numbers of this kind.</exception>
    public int[] Ints(string name) => this[name] as int[] ?? throw new InvalidDataException($"Array '{name}' of the saved model holds {this[name].GetType()}; expected int32.");

    /// <summary>The sparse matrix of a name.</summary>
    /// <exception cref="InvalidDataException">There is none, or its arrays do not fit together.</exception>
    public CsrMatrix Matrix(string name)
    {
        int[] shape = Ints(name + ".shape");
        try
        {
            return new CsrMatrix(shape[0], shape[1], Ints(name + ".starts"), Ints(name + ".columns"), _arrays.ContainsKey(name + ".values") ? Floats(name + ".values") : null);
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"The arrays of matrix '{name}' of the saved model do not fit together: {e.Message}", e);
        }
    }
}
