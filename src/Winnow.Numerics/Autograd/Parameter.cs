namespace Winnow.Numerics;

/// <summary>A dense weight of a model: its value, its gradient and what the optimiser remembers about it.</summary>
/// <remarks>Rows lie without gaps. Many tapes may read a parameter at once; one tape at a time may write its gradient.</remarks>
public sealed unsafe class Parameter : IDisposable
{
    private readonly NativeBuffer<float> _value;
    private readonly List<NativeBuffer<float>> _state = [];
    private NativeBuffer<float>? _gradient;

    /// <summary>A parameter of zeros.</summary>
    /// <param name="name">Name in files and messages, unique in its model, for example <c>mlp.0.weight</c>.</param>
    /// <param name="shape">Size, at least one element.</param>
    /// <param name="decays">Whether weight decay applies; false for biases and normalisation gains.</param>
    /// <exception cref="ArgumentException">The name or the shape is empty.</exception>
    public Parameter(string name, Shape shape, bool decays = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (shape.Count == 0) Throw.EmptyParameter(name, shape);
        Name = name;
        Shape = shape;
        Decays = decays;
        _value = new NativeBuffer<float>((nuint)shape.Count);
    }

    /// <summary>Name in files and messages.</summary>
    public string Name { get; }

    /// <summary>Size.</summary>
    public Shape Shape { get; }

    /// <summary>Whether weight decay applies.</summary>
    public bool Decays { get; }

    /// <summary>For running statistics, which forward passes measure and no gradient reaches: the share of the newest measurement, in [0, 1). Then
    /// <see cref="Gradients"/> holds what the last training pass measured, and <see cref="HasGradient"/> stays false. Null: it learns by gradients.</summary>
    public float? AverageShare { get; internal set; }

    /// <summary>The weights.</summary>
    public MatrixView Value => new(_value.Pointer, Shape.Rows, Shape.Cols);

    /// <summary>The weights in one piece, row by row.</summary>
    public Span<float> Values => _value.Span;

    /// <summary>The sum of the gradients since the last <see cref="ClearGradient"/>; meaningless unless <see cref="HasGradient"/>.</summary>
    public MatrixView Gradient => new(GradientBuffer.Pointer, Shape.Rows, Shape.Cols);

    /// <summary>The gradient in one piece, row by row; meaningless unless <see cref="HasGradient"/>.</summary>
    public Span<float> Gradients => GradientBuffer.Span;

    /// <summary>Whether <see cref="Tape.Backward"/> reached this parameter since the last <see cref="ClearGradient"/>.</summary>
    public bool HasGradient { get; internal set; }

    /// <summary>Number of optimiser updates so far: the t of Adam. Saved with the state.</summary>
    public long Updates { get; set; }

    /// <summary>Number of optimiser slots in use.</summary>
    public int StateSlots => _state.Count;

    private NativeBuffer<float> GradientBuffer => _gradient ??= new NativeBuffer<float>((nuint)Shape.Count);

    /// <summary>Forgets the gradient. Costs nothing: the next writer overwrites it.</summary>
    public void ClearGradient() => HasGradient = false;

    /// <summary>Takes a gradient that was computed elsewhere, in place of any there was.</summary>
    /// <param name="gradient">As many numbers as the value has, row by row.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public void SetGradient(ReadOnlySpan<float> gradient)
    {
        if (gradient.Length != Values.Length) Throw.GradientLength(Name, gradient.Length, Values.Length);
        gradient.CopyTo(Gradients);
        HasGradient = true;
    }

    /// <summary>One slot of optimiser state, as many numbers as the value has; made, filled with zeros, when first asked for.</summary>
    /// <param name="slot">Number of the slot, from 0.</param>
    public Span<float> State(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        while (_state.Count <= slot) _state.Add(new NativeBuffer<float>((nuint)Shape.Count));
        return _state[slot].Span;
    }

    internal float* StatePointer(int slot)
    {
        State(slot);
        return _state[slot].Pointer;
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        _value.Dispose();
        _gradient?.Dispose();
        foreach (NativeBuffer<float> slot in _state) slot.Dispose();
    }
}
