using System.Numerics;
using System.Runtime.InteropServices;

namespace Winnow.Serving;

/// <summary>The vectors of the candidates of one request, copied side by side: the catalogue's may lie anywhere on disk, and each is read for every place.</summary>
internal sealed class CandidateVectors(IItemCatalogue items)
{
    private readonly int _dim = items.VectorDimension;
    private float[] _vectors = [];

    public void Load(ReadOnlySpan<Candidate> candidates)
    {
        if (_vectors.Length < candidates.Length * _dim) _vectors = new float[candidates.Length * _dim];
        for (int i = 0; i < candidates.Length; i++) items.Vector(candidates[i].Item).CopyTo(Of(i));
    }

    /// <summary>The cosine of two candidates.</summary>
    public float Cosine(int a, int b)
    {
        ReadOnlySpan<float> x = Of(a), y = Of(b);
        ReadOnlySpan<Vector<float>> wideX = MemoryMarshal.Cast<float, Vector<float>>(x), wideY = MemoryMarshal.Cast<float, Vector<float>>(y);
        Vector<float> sums = default;
        for (int i = 0; i < wideX.Length; i++) sums += wideX[i] * wideY[i];
        float sum = Vector.Sum(sums);
        for (int i = wideX.Length * Vector<float>.Count; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    private Span<float> Of(int candidate) => _vectors.AsSpan(candidate * _dim, _dim);
}
