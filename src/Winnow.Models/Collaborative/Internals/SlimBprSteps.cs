using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The passes of <see cref="SlimBpr"/> over a dense S.</summary>
/// <remarks>Items are numbered by popularity here. A symmetric S is its lower triangle: of the items of a profile, which are mostly popular,
/// most then lie in the same row as the other item, side by side.</remarks>
internal sealed unsafe class SlimBprSteps : IDisposable
{
    private const double Epsilon = 1e-8, Beta1 = 0.9, Beta2 = 0.999;

    private readonly SlimBprOptions _options;
    private readonly RandomStream _random;
    private readonly CsrMatrix _byUser;             // columns are ranks
    private readonly NativeBuffer<float> _s;        // on huge pages: half of the accesses jump from row to row
    private readonly double[] _first, _second;      // of each item
    private TripleSampler _sampler;
    private double _power1 = Beta1, _power2 = Beta2;

    public SlimBprSteps(SlimBprOptions options, CsrMatrix byUser, CsrMatrix byItem, RandomStream random)
    {
        (_options, _random) = (options, random);
        ItemOf = [.. Enumerable.Range(0, byItem.Rows).OrderByDescending(byItem.RowLength)];
        RankOf = new int[ItemOf.Length];
        for (int rank = 0; rank < ItemOf.Length; rank++) RankOf[ItemOf[rank]] = rank;
        _byUser = Ranked(byUser);
        _sampler = new TripleSampler(_byUser, options.Sampling);
        long n = ItemOf.Length;
        _s = new NativeBuffer<float>((nuint)(options.Symmetric ? n * (n + 1) / 2 : n * n));
        _first = new double[n];
        _second = new double[n];
    }

    /// <summary>Frees what a caller left who stopped between passes.</summary>
    ~SlimBprSteps() => _s?.Dispose();

    public int Items => ItemOf.Length;

    /// <summary>The item of each rank.</summary>
    public int[] ItemOf { get; }

    /// <summary>The rank of each item, the most popular first.</summary>
    public int[] RankOf { get; }

    /// <summary>One pass.</summary>
    public void Run(int epoch)
    {
        if (!_sampler.HasTriples) return;
        _sampler.Reset(_random.Fork((ulong)epoch));
        int samples = _options.Sampling == PairwiseSampling.ByUser ? _sampler.Samples + 1 : _sampler.Samples;
        double loss = 0;
        for (int i = 0; i < samples; i++) loss += Step(_sampler.Next());
        GC.KeepAlive(this);
        if (!double.IsFinite(loss))
            throw new ArithmeticException($"Pass {epoch} of SLIM-BPR ended with a loss of {loss}. Lower the learning rate ({_options.LearningRate}).");
    }

    /// <summary>Row i of S, by rank of the other item.</summary>
    public void CopyRow(int rank, Span<float> row)
    {
        float* s = S;
        if (!_options.Symmetric)
        {
            new ReadOnlySpan<float>(s + (nint)rank * Items, Items).CopyTo(row);
            return;
        }
        new ReadOnlySpan<float>(s + Triangle(rank), rank + 1).CopyTo(row);
        for (int other = rank + 1; other < Items; other++) row[other] = s[Triangle(other) + rank];
    }

    public void Dispose()
    {
        _s.Dispose();
        GC.SuppressFinalize(this);
    }

    private float* S => _s.Pointer;

    private double Step((int User, int Taken, int Left) triple)
    {
        ReadOnlySpan<int> profile = _byUser.Row(triple.User);
        double x = RowSum(triple.Taken, profile) - RowSum(triple.Left, profile);
        double gradient = 1 / (1 + Math.Exp(x));
        double rate = _options.LearningRate, taken = Adapt(gradient, triple.Taken), left = Adapt(gradient, triple.Left);
        // s += η (g − λ s) is s ← (1 − ηλ) s + ηg; for the other item s −= η (g − λ s).
        Update(triple.Taken, profile, (float)(1 - rate * _options.PositiveL2), (float)(rate * taken));
        Update(triple.Left, profile, (float)(1 + rate * _options.NegativeL2), (float)(-rate * left));
        _power1 *= Beta1;
        _power2 *= Beta2;
        return Math.Log(1 + Math.Exp(-Math.Abs(x))) + Math.Max(-x, 0);
    }

    private double RowSum(int item, ReadOnlySpan<int> profile)
    {
        float* s = S;
        int inRow = _options.Symmetric ? Below(profile, item) : profile.Length;
        float* row = s + (_options.Symmetric ? Triangle(item) : (nint)item * Items);
        float a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i <= inRow - 4; i += 4)
        {
            a += row[profile[i]];
            b += row[profile[i + 1]];
            c += row[profile[i + 2]];
            d += row[profile[i + 3]];
        }
        for (; i < inRow; i++) a += row[profile[i]];
        for (; i < profile.Length; i++) b += s[Triangle(profile[i]) + item];
        return (double)(a + b) + (c + d);
    }

    private void Update(int item, ReadOnlySpan<int> profile, float keep, float step)
    {
        float* s = S;
        int inRow = _options.Symmetric ? Below(profile, item) : profile.Length;
        float* row = s + (_options.Symmetric ? Triangle(item) : (nint)item * Items);
        int i = 0;
        for (; i < inRow; i++)
        {
            int other = profile[i];
            row[other] = keep * row[other] + step;
        }
        for (; i < profile.Length; i++)
        {
            float* cell = s + Triangle(profile[i]) + item;
            *cell = keep * *cell + step;
        }
        row[item] = 0;          // an item is not similar to itself; cheaper than a test in the loop
    }

    private double Adapt(double gradient, int item)
    {
        switch (_options.Rule)
        {
            case PairwiseRule.Adagrad:
                _second[item] += gradient * gradient;
                return gradient / (Math.Sqrt(_second[item]) + Epsilon);
            case PairwiseRule.Adam:
                _first[item] = _first[item] * Beta1 + (1 - Beta1) * gradient;
                _second[item] = _second[item] * Beta2 + (1 - Beta2) * gradient * gradient;
                return _first[item] / (1 - _power1) / (Math.Sqrt(_second[item] / (1 - _power2)) + Epsilon);
            default:
                return gradient;
        }
    }

    private static nint Triangle(int row) => (nint)row * (row + 1) / 2;

    /// <summary>Number of elements below a bound in an ascending list.</summary>
    private static int Below(ReadOnlySpan<int> ascending, int bound)
    {
        int at = ascending.BinarySearch(bound);
        return at < 0 ? ~at : at;
    }

    private CsrMatrix Ranked(CsrMatrix byUser)
    {
        int[] columns = new int[byUser.Entries];
        for (int user = 0; user < byUser.Rows; user++)
        {
            Span<int> row = columns.AsSpan(byUser.Starts[user], byUser.RowLength(user));
            for (int i = 0; i < row.Length; i++) row[i] = RankOf[byUser.Row(user)[i]];
            row.Sort();
        }
        return new CsrMatrix(byUser.Rows, byUser.Cols, byUser.Starts.ToArray(), columns);
    }
}
