namespace Winnow.Embeddings;

/// <summary>Stochastic gradient descent without state.</summary>
/// <remarks>w ← w − η (g + λ₂ w). Robbins and Monro, Annals of Mathematical Statistics 22(3), 1951.</remarks>
public unsafe struct SparseSgd(SparseOptimizerOptions options) : ISparseOptimizer
{
    private readonly float _l2 = options.L2;
    private float _learningRate;

    /// <inheritdoc/>
    public readonly string Name => "sgd";

    /// <inheritdoc/>
    public readonly int StateFloats(int dimension) => 0;

    /// <inheritdoc/>
    public readonly void Initialize(float* vector, float* state, int dimension)
    {
    }

    /// <inheritdoc/>
    public void Begin(float learningRate, long push) => _learningRate = learningRate;

    /// <inheritdoc/>
    public readonly void Update(float* vector, float* state, float* gradient, int dimension) =>
        ElementLoop.Run(new Rule(_learningRate, _l2), vector, state, gradient, dimension);

    private readonly struct Rule(float learningRate, float l2) : IElementRule
    {
        public void Apply<TLanes>(float* vector, float* state, float* gradient, int slotStride) where TLanes : struct, ILanes<TLanes>
        {
            TLanes w = TLanes.Load(vector);
            TLanes g = TLanes.Load(gradient) + TLanes.All(l2) * w;
            (w - TLanes.All(learningRate) * g).Store(vector);
        }
    }
}
