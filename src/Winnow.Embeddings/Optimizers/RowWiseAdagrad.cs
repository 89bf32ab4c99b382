using System.Runtime.Intrinsics;

namespace Winnow.Embeddings;

/// <summary>Adagrad with one accumulator a row: almost all of the benefit for 4 bytes of state.</summary>
/// <remarks>g ← g + λ₂ w; s ← s + ‖g‖² / dimension; w ← w − η g / (√s + ε). State: s, one float a row.
/// Mudigere et al., "Software-hardware co-design for fast and scalable training of deep learning recommendation models",
/// ISCA 2022.</remarks>
public unsafe struct RowWiseAdagrad(SparseOptimizerOptions options) : ISparseOptimizer
{
    private readonly float _l2 = options.L2;
    private readonly float _epsilon = options.Epsilon;
    private readonly float _initial = options.InitialAccumulator;
    private float _learningRate;

    /// <inheritdoc/>
    public readonly string Name => "rowwise-adagrad";

    /// <inheritdoc/>
    public readonly int StateFloats(int dimension) => 1;

    /// <inheritdoc/>
    public readonly void Initialize(float* vector, float* state, int dimension) => *state = _initial;

    /// <inheritdoc/>
    public void Begin(float learningRate, long push) => _learningRate = learningRate;

    /// <inheritdoc/>
    public readonly void Update(float* vector, float* state, float* gradient, int dimension)
    {
        *state += SumOfSquares(vector, gradient, dimension) / dimension;
        float rate = _learningRate / (MathF.Sqrt(*state) + _epsilon);
        ElementLoop.Run(new Rule(rate, _l2), vector, state, gradient, dimension);
    }

    private readonly float SumOfSquares(float* vector, float* gradient, int dimension)
    {
        int i = 0;
        float sum = 0;
        if (Vector512.IsHardwareAccelerated) sum += Squares<Lanes16>(vector, gradient, dimension, ref i);
        if (Vector256.IsHardwareAccelerated) sum += Squares<Lanes8>(vector, gradient, dimension, ref i);
        sum += Squares<Lanes4>(vector, gradient, dimension, ref i);
        return sum + Squares<Lanes1>(vector, gradient, dimension, ref i);
    }

    private readonly float Squares<TLanes>(float* vector, float* gradient, int dimension, ref int i)
        where TLanes : struct, ILanes<TLanes>
    {
        if (i > dimension - TLanes.Count) return 0;
        TLanes sum = default, l2 = TLanes.All(_l2);
        for (; i <= dimension - TLanes.Count; i += TLanes.Count)
        {
            TLanes g = TLanes.Load(gradient + i) + l2 * TLanes.Load(vector + i);
            sum += g * g;
        }
        return sum.Sum();
    }

    private readonly struct Rule(float rate, float l2) : IElementRule
    {
        public void Apply<TLanes>(float* vector, float* state, float* gradient, int slotStride) where TLanes : struct, ILanes<TLanes>
        {
            TLanes w = TLanes.Load(vector);
            TLanes g = TLanes.Load(gradient) + TLanes.All(l2) * w;
            (w - TLanes.All(rate) * g).Store(vector);
        }
    }
}
