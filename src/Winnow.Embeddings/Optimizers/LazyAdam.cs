namespace Winnow.Embeddings;

/// <summary>Adam whose moments move only when the row has a gradient: the usual meaning of Adam on sparse rows.</summary>
/// <remarks>g ← g + λ₂ w; m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − η m̂ / (√v̂ + ε) with
/// m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), t the number of the push (not of the row's own updates). State: m and v, two
/// floats an element. Kingma and Ba, ICLR 2015, algorithm 1; lazy as in TensorFlow's LazyAdamOptimizer.</remarks>
public unsafe struct LazyAdam(SparseOptimizerOptions options) : ISparseOptimizer
{
    private readonly float _l2 = options.L2;
    private readonly float _epsilon = options.Epsilon;
    private readonly float _beta1 = options.Beta1, _beta2 = options.Beta2;
    private float _learningRate;        // η / (1 − β₁ᵗ)
    private float _unbias;              // 1 / (1 − β₂ᵗ)

    /// <inheritdoc/>
    public readonly string Name => "lazy-adam";

    /// <inheritdoc/>
    public readonly int StateFloats(int dimension) => 2 * dimension;

    /// <inheritdoc/>
    public readonly void Initialize(float* vector, float* state, int dimension)
    {
    }

    /// <inheritdoc/>
    public void Begin(float learningRate, long push)
    {
        _learningRate = (float)(learningRate / (1 - Math.Pow(_beta1, push)));
        _unbias = (float)(1 / (1 - Math.Pow(_beta2, push)));
    }

    /// <inheritdoc/>
    public readonly void Update(float* vector, float* state, float* gradient, int dimension) =>
        ElementLoop.Run(new Rule(this), vector, state, gradient, dimension);

    private readonly struct Rule(LazyAdam adam) : IElementRule
    {
        public void Apply<TLanes>(float* vector, float* state, float* gradient, int slotStride) where TLanes : struct, ILanes<TLanes>
        {
            TLanes w = TLanes.Load(vector);
            TLanes g = TLanes.Load(gradient) + TLanes.All(adam._l2) * w;
            TLanes m = TLanes.All(adam._beta1) * TLanes.Load(state) + TLanes.All(1 - adam._beta1) * g;
            TLanes v = TLanes.All(adam._beta2) * TLanes.Load(state + slotStride) + TLanes.All(1 - adam._beta2) * (g * g);
            m.Store(state);
            v.Store(state + slotStride);
            TLanes deviation = TLanes.Sqrt(v * TLanes.All(adam._unbias)) + TLanes.All(adam._epsilon);
            (w - TLanes.All(adam._learningRate) * m / deviation).Store(vector);
        }
    }
}
