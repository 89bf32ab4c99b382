using System.Runtime.CompilerServices;
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Update(float* vector, float* state, float* gradient, int dimension)
    {
        float sum = *state + SumOfSquares(vector, gradient, dimension) * (1f / dimension);      // the inverse does not wait for the sum
        *state = sum;
        float rate = _learningRate / (MathF.Sqrt(sum) + _epsilon);
        ElementLoop.Run(new Rule(rate, _l2), vector, state, gradient, dimension);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float SumOfSquares(float* vector, float* gradient, int dimension)
    {
        nint i = 0;
        float sum = Vector512.IsHardwareAccelerated ? Squares<Lanes16>(vector, gradient, ref i, dimension) : 0;
        return i == dimension ? sum : sum + SumOfTail(vector, gradient, i, dimension);
    }

    private readonly float SumOfTail(float* vector, float* gradient, nint i, int dimension)
    {
        float sum = Vector256.IsHardwareAccelerated ? Squares<Lanes8>(vector, gradient, ref i, dimension) : 0;
        sum += Squares<Lanes4>(vector, gradient, ref i, dimension);
        return sum + Squares<Lanes1>(vector, gradient, ref i, dimension);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly float Squares<TLanes>(float* vector, float* gradient, ref nint first, int dimension) where TLanes : struct, ILanes<TLanes>
    {
        TLanes sum = TLanes.All(0), l2 = TLanes.All(_l2);
        nint i = first;
        for (; i <= dimension - TLanes.Count; i += TLanes.Count)
        {
            TLanes g = TLanes.Load(gradient + i) + l2 * TLanes.Load(vector + i);
            sum += g * g;
        }
        first = i;
        return sum.Sum();
    }

    private readonly struct Rule(float rate, float l2) : IElementRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TLanes>(float* vector, float* state, float* gradient, int slotStride) where TLanes : struct, ILanes<TLanes>
        {
            TLanes w = TLanes.Load(vector);
            TLanes g = TLanes.Load(gradient) + TLanes.All(l2) * w;
            (w - TLanes.All(rate) * g).Store(vector);
        }
    }
}
