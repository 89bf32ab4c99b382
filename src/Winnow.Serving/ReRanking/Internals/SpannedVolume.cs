using System.Numerics;
using System.Runtime.InteropServices;

namespace Winnow.Serving;

/// <summary>What a candidate adds to log det S of the page, S = (1 + cosine) / 2.</summary>
/// <remarks>
/// Chen, Zhang and Zhou, NeurIPS 2018, algorithm 1: with S(page) = V Vᵀ, each candidate i keeps cᵢ, V cᵢ = S(page, i), and dᵢ² = Sᵢᵢ − ‖cᵢ‖², so that
/// det S(page ∪ i) = dᵢ² · det S(page). Picking j appends eᵢ = (Sⱼᵢ − ⟨cⱼ, cᵢ⟩) / dⱼ to cᵢ and takes eᵢ² from dᵢ². O(n · page) a pick.
/// <para>Qualities need no kernel of their own: those of L = Diag(q) S Diag(q) come out of the determinant as Σ log qᵢ², which is the relevance term.</para>
/// </remarks>
internal sealed class SpannedVolume(double weight, IItemCatalogue items) : SelectionTerm(weight)
{
    /// <summary>A d² below this is rounding: cosines are sums in single precision. Such candidates add no volume, and all the same little.</summary>
    private const double Least = 1e-5;

    private readonly CandidateVectors _vectors = new(items);
    private double[] _rows = [], _volumes = [];
    private int _count, _places, _picked;

    public override void Begin(StageContext context, ReadOnlySpan<Candidate> candidates, int places)
    {
        (_count, _places, _picked) = (candidates.Length, places, 0);
        if (_rows.Length < _count * places) _rows = new double[_count * places];
        if (_volumes.Length < _count) _volumes = new double[_count];
        _volumes.AsSpan(0, _count).Fill(1);
        _vectors.Load(candidates);
    }

    public override void AddGains(Span<double> gains)
    {
        for (int i = 0; i < gains.Length; i++) gains[i] += Weight * Math.Log(Math.Max(_volumes[i], Least));
    }

    public override void Pick(int candidate)
    {
        double root = Math.Sqrt(Math.Max(_volumes[candidate], Least));
        ReadOnlySpan<double> picked = Row(candidate)[.._picked];
        for (int i = 0; i < _count; i++)
        {
            if (i == candidate) continue;
            Span<double> row = Row(i);
            double e = ((1 + _vectors.Cosine(candidate, i)) / 2 - Dot(picked, row)) / root;
            row[_picked] = e;
            _volumes[i] -= e * e;
        }
        _picked++;
    }

    private Span<double> Row(int candidate) => _rows.AsSpan(candidate * _places, _places);

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector<double>> wideX = MemoryMarshal.Cast<double, Vector<double>>(x), wideY = MemoryMarshal.Cast<double, Vector<double>>(y);
        Vector<double> sums = default;
        for (int i = 0; i < wideX.Length; i++) sums += wideX[i] * wideY[i];
        double sum = Vector.Sum(sums);
        for (int i = wideX.Length * Vector<double>.Count; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
