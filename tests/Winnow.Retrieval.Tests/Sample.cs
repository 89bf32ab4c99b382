using Winnow.Numerics;

namespace Winnow.Retrieval.Tests;

/// <summary>Vectors for tests: seeded, in native memory.</summary>
internal sealed unsafe class Sample : IDisposable
{
    private readonly NativeBuffer<float> _values;

    private Sample(int rows, int dimension)
    {
        _values = new((nuint)rows * (nuint)dimension);
        Rows = rows;
        Dimension = dimension;
    }

    public static ModelVersion Version { get; } = new("tower 1");

    public int Rows { get; }

    public int Dimension { get; }

    public MatrixView Matrix => new(_values.Pointer, Rows, Dimension);

    public ReadOnlySpan<float> this[int row] => Matrix.Row(row);

    /// <summary>Normal numbers.</summary>
    public static Sample Gaussian(int rows, int dimension, ulong seed = 1)
    {
        Sample sample = new(rows, dimension);
        new RandomStream(seed, "sample").FillNormal(sample._values.Span, 0, 1);
        return sample;
    }

    /// <summary>Points around centres.</summary>
    public static Sample Clustered(int rows, int dimension, int centres, ulong seed = 1)
    {
        Sample sample = Gaussian(rows, dimension, seed);
        using Sample middle = Gaussian(centres, dimension, seed: 77);
        RandomStream which = new(seed, "cluster");
        for (int i = 0; i < rows; i++)
        {
            Span<float> row = sample.Matrix.Row(i);
            ReadOnlySpan<float> centre = middle[which.Below((ulong)i, centres)];
            for (int d = 0; d < dimension; d++) row[d] = centre[d] + 0.7f * row[d];
        }
        return sample;
    }

    /// <summary>0, step, 2 step, ….</summary>
    public static int[] Ids(int count, int step = 1) => [.. Enumerable.Range(0, count).Select(i => i * step)];

    public void Dispose() => _values.Dispose();
}
