using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Scales all gradients down together when their common length exceeds a bound.</summary>
/// <remarks>Pascanu, Mikolov and Bengio, ICML 2013, algorithm 1. The length is summed in a fixed order: the same bits for any number of threads.</remarks>
public sealed unsafe class GradientClipping : IDisposable
{
    private const int ChunkElements = 16 * 1024;

    private NativeBuffer<double> _partials = new(64);

    /// <summary>Clips to <paramref name="maxNorm"/>.</summary>
    /// <param name="maxNorm">Largest length allowed, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is not positive.</exception>
    public GradientClipping(float maxNorm) => MaxNorm = Ranges.Positive(maxNorm, nameof(maxNorm));

    /// <summary>Largest length allowed.</summary>
    public float MaxNorm { get; }

    /// <summary>Clips the gradients of all parameters that have one.</summary>
    /// <param name="parameters">The parameters of a model.</param>
    /// <param name="team">Threads that share the work.</param>
    /// <returns>The Euclidean length of all gradients together, before clipping. If it is not finite, nothing is scaled.</returns>
    public double Clip(IReadOnlyList<Parameter> parameters, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(team);
        double squares = 0;
        for (int i = 0; i < parameters.Count; i++)
            if (parameters[i].HasGradient) squares += SumOfSquares(parameters[i], team);
        double norm = Math.Sqrt(squares);
        if (!(norm > MaxNorm) || !double.IsFinite(norm)) return norm;
        for (int i = 0; i < parameters.Count; i++)
            if (parameters[i].HasGradient) Scale(parameters[i], (float)(MaxNorm / norm), team);
        return norm;
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose() => _partials.Dispose();

    private static int Chunks(int count) => (int)(((long)count + ChunkElements - 1) / ChunkElements);

    private static void Scale(Parameter parameter, float factor, WorkerTeam team)
    {
        int count = parameter.Gradients.Length;
        ScaleJob job = new() { Gradient = parameter.Gradient.Data, Count = count, Factor = factor };
        team.Run(ref job, Chunks(count));
    }

    private double SumOfSquares(Parameter parameter, WorkerTeam team)
    {
        int count = parameter.Gradients.Length, chunks = Chunks(count);
        if ((nuint)chunks > _partials.Length)
        {
            _partials.Dispose();
            _partials = new NativeBuffer<double>((nuint)chunks);
        }
        SquaresJob job = new() { Gradient = parameter.Gradient.Data, Count = count, Partials = _partials.Pointer };
        team.Run(ref job, chunks);
        return LossTerms.Sum(_partials.Slice(0, chunks));
    }

    private struct SquaresJob : IParallelJob
    {
        public float* Gradient;
        public int Count;
        public double* Partials;

        public readonly void Run(int chunk)
        {
            int i = chunk * ChunkElements, end = (int)Math.Min((long)i + ChunkElements, Count);
            Vector<double> low = default, high = default;
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
            {
                Vector.Widen(Vector.Load(Gradient + i), out Vector<double> a, out Vector<double> b);
                low += a * a;
                high += b * b;
            }
            double sum = Vector.Sum(low + high);
            for (; i < end; i++) sum += (double)Gradient[i] * Gradient[i];
            Partials[chunk] = sum;
        }
    }

    private struct ScaleJob : IParallelJob
    {
        public float* Gradient;
        public int Count;
        public float Factor;

        public readonly void Run(int chunk)
        {
            int i = chunk * ChunkElements, end = (int)Math.Min((long)i + ChunkElements, Count);
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count) Vector.Store(Vector.Load(Gradient + i) * Factor, Gradient + i);
            for (; i < end; i++) Gradient[i] *= Factor;
        }
    }
}
