namespace Winnow.Training.ModelFiles;

/// <summary>A float tensor in native memory that is written to or read from a file.</summary>
/// <param name="name">Its name in the file.</param>
/// <param name="shape">Lengths along each axis; their product is <paramref name="count"/>.</param>
/// <param name="values">The first value, row-major.</param>
/// <param name="count">Number of values.</param>
public readonly unsafe struct NamedTensor(string name, int[] shape, float* values, int count)
{
    private readonly float* _values = values;

    /// <summary>Its name in the file.</summary>
    public string Name { get; } = name;

    /// <summary>Lengths along each axis.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>The values, row-major; alive as long as their owner.</summary>
    public Span<float> Values => new(_values, count);
}
