using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The passes of <see cref="BprMf"/>: draws batches of triples, sums up their gradients by vector, steps.</summary>
internal sealed unsafe class BprSteps
{
    private readonly BprMfOptions _options;
    private readonly LatentFactors _factors;
    private readonly RandomStream _random;
    private readonly BatchGradients _users, _items;
    private TripleSampler _sampler;
    private long _batches;

    public BprSteps(BprMfOptions options, CsrMatrix byUser, LatentFactors factors, RandomStream random)
    {
        (_options, _factors, _random) = (options, factors, random);
        _sampler = new TripleSampler(byUser, options.Sampling);
        _users = new BatchGradients(factors.Users, options, options.BatchSize);
        _items = new BatchGradients(factors.Items, options, 2 * options.BatchSize);
    }

    /// <summary>One pass.</summary>
    public void Run(int epoch)
    {
        if (!_sampler.HasTriples) return;
        _sampler.Reset(_random.Fork((ulong)epoch));
        double loss = 0;
        // Batches are full: the last one of a pass draws beyond it, as if the next had begun; at least one more than users / batch by users.
        int batches = _options.Sampling == PairwiseSampling.ByUser
            ? _sampler.Samples / _options.BatchSize + 1
            : (_sampler.Samples + _options.BatchSize - 1) / _options.BatchSize;
        for (int batch = 0; batch < batches; batch++) loss += Step();
        if (!double.IsFinite(loss))
            throw new ArithmeticException($"Pass {epoch} of BPR-MF ended with a loss of {loss}. Lower the learning rate ({_options.LearningRate}).");
    }

    /// <summary>The first batch of a pass alone.</summary>
    internal void RunOne(int epoch)
    {
        _sampler.Reset(_random.Fork((ulong)epoch));
        Step();
    }

    /// <summary>One batch; returns the sum of its losses.</summary>
    private double Step()
    {
        _batches++;
        _users.Clear();
        _items.Clear();
        double loss = 0;
        for (int i = 0; i < _options.BatchSize; i++) loss += AddTriple(_sampler.Next());
        _items.Step(_batches);
        _users.Step(_batches);
        return loss;
    }

    private double AddTriple((int User, int Taken, int Left) triple)
    {
        int n = _factors.Count;
        float* user = _factors.Users.RowPointer(triple.User), taken = _factors.Items.RowPointer(triple.Taken), left = _factors.Items.RowPointer(triple.Left);
        float* gradientUser = _users.Add(triple.User), gradientTaken = _items.Add(triple.Taken), gradientLeft = _items.Add(triple.Left);
        double x = Difference(user, taken, left, n);
        float slope = (float)(1 / (1 + Math.Exp(x)));
        float userL2 = (float)_options.UserL2, takenL2 = (float)_options.PositiveL2, leftL2 = (float)_options.NegativeL2;
        int d = 0;
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count)
        {
            Vector<float> u = Vector.Load(user + d), i = Vector.Load(taken + d), j = Vector.Load(left + d), pull = u * slope;
            Vector.Store(Vector.Load(gradientUser + d) + (i - j) * slope - u * userL2, gradientUser + d);
            Vector.Store(Vector.Load(gradientTaken + d) + pull - i * takenL2, gradientTaken + d);
            Vector.Store(Vector.Load(gradientLeft + d) - pull - j * leftL2, gradientLeft + d);
        }
        for (; d < n; d++)
        {
            gradientUser[d] += (taken[d] - left[d]) * slope - user[d] * userL2;
            gradientTaken[d] += user[d] * slope - taken[d] * takenL2;
            gradientLeft[d] += -user[d] * slope - left[d] * leftL2;
        }
        return Math.Log(1 + Math.Exp(-Math.Abs(x))) + Math.Max(-x, 0);
    }

    private static double Difference(float* user, float* taken, float* left, int n)
    {
        Vector<float> sum = default;
        int d = 0;
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count) sum += Vector.Load(user + d) * (Vector.Load(taken + d) - Vector.Load(left + d));
        double total = Vector.Sum(sum);
        for (; d < n; d++) total += user[d] * (taken[d] - left[d]);
        return total;
    }
}
