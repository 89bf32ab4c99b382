namespace Winnow.Embeddings;

/// <summary>Adagrad: each element has a rate of its own, which falls with the squared gradients it has seen.</summary>
/// <remarks>g ← g + λ₂ w; s ← s + g²; w ← w − η g / (√s + ε). State: s, one float an element.
/// Duchi, Hazan and Singer, JMLR 12, 2011.</remarks>
public unsafe struct SparseAdagrad(SparseOptimizerOptions options) : ISparseOptimizer
{
    private readonly float _l2 = options.L2;
    private readonly float _epsilon = options.Epsilon;
    private readonly float _initial = options.InitialAccumulator;
    private float _learningRate;

    /// <inheritdoc/>
    public readonly string Name => "adagrad";

    /// <inheritdoc/>
    public readonly int StateFloats(int dimension) => dimension;

    /// <inheritdoc/>
    public readonly void Initialize(float* vector, float* state, int dimension) => new Span<float>(state, dimension).Fill(_initial);

    /// <inheritdoc/>
    public void Begin(float learningRate, long push) => _learningRate = learningRate;

    /// <inheritdoc/>
    public readonly void Update(float* vector, float* state, float* gradient, int dimension) =>
        ElementLoop.Run(new Rule(_learningRate, _l2, _epsilon), vector, state, gradient, dimension);

    private readonly struct Rule(float learningRate, float l2, float epsilon) : IElementRule
    {
        public void Apply<TLanes>(float* vector, float* state, float* gradient, int slotStride) where TLanes : struct, ILanes<TLanes>
        {
            TLanes w = TLanes.Load(vector);
            TLanes g = TLanes.Load(gradient) + TLanes.All(l2) * w;
            TLanes s = TLanes.Load(state) + g * g;
            s.Store(state);
            (w - TLanes.All(learningRate) * g / (TLanes.Sqrt(s) + TLanes.All(epsilon))).Store(vector);
        }
    }
}
