namespace Winnow.Embeddings;

/// <summary>FTRL-Proximal with per-coordinate rates: L1 leaves weights at exactly zero until they have earned a value.</summary>
/// <remarks>σ = (√(n + g²) − √n) / α; z ← z + g − σ w; n ← n + g²;
/// w = −(z − clamp(z, −λ₁, λ₁)) / ((β + √n) / α + λ₂), α being the learning rate. State: z and n, two floats an element.
/// McMahan et al., "Ad click prediction: a view from the trenches", KDD 2013, algorithm 1.
/// <para>Departure: a row starts at its initial vector, not at zero, with the z that makes the formula give just that vector;
/// embedding vectors would never leave zero otherwise.</para></remarks>
public unsafe struct Ftrl(SparseOptimizerOptions options) : ISparseOptimizer
{
    private readonly float _l1 = options.L1, _l2 = options.L2;
    private readonly float _beta = options.Beta;
    private readonly float _firstRate = options.LearningRate;
    private float _rateInverse;         // 1 / α

    /// <inheritdoc/>
    public readonly string Name => "ftrl";

    /// <inheritdoc/>
    public readonly int StateFloats(int dimension) => 2 * dimension;

    /// <inheritdoc/>
    public readonly void Initialize(float* vector, float* state, int dimension)
    {
        for (int i = 0; i < dimension; i++)
            state[i] = vector[i] == 0 ? 0 : -vector[i] * (_beta / _firstRate + _l2) - MathF.CopySign(_l1, vector[i]);
    }

    /// <inheritdoc/>
    public void Begin(float learningRate, long push) => _rateInverse = 1 / learningRate;

    /// <inheritdoc/>
    public readonly void Update(float* vector, float* state, float* gradient, int dimension) =>
        ElementLoop.Run(new Rule(this), vector, state, gradient, dimension);

    private readonly struct Rule(Ftrl ftrl) : IElementRule
    {
        public void Apply<TLanes>(float* vector, float* state, float* gradient, int slotStride) where TLanes : struct, ILanes<TLanes>
        {
            TLanes g = TLanes.Load(gradient), z = TLanes.Load(state), n = TLanes.Load(state + slotStride);
            TLanes rateInverse = TLanes.All(ftrl._rateInverse);
            TLanes sum = n + g * g, root = TLanes.Sqrt(sum);
            z = z + g - (root - TLanes.Sqrt(n)) * rateInverse * TLanes.Load(vector);
            z.Store(state);
            sum.Store(state + slotStride);
            TLanes excess = z - TLanes.Clamp(z, TLanes.All(-ftrl._l1), TLanes.All(ftrl._l1));
            TLanes curvature = (TLanes.All(ftrl._beta) + root) * rateInverse + TLanes.All(ftrl._l2);
            (TLanes.All(0) - excess / curvature).Store(vector);
        }
    }
}
