using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models.Tests.Collaborative;

/// <summary>BPR-MF as its definition reads, in float64, gradients of a batch in full matrices.</summary>
internal sealed class PlainBprMf
{
    private readonly Interactions _train;
    private readonly BprMfOptions _options;
    private readonly ulong _seed;
    private readonly double[][] _userState, _itemState;
    private TripleSampler _sampler;
    private int _t;

    internal PlainBprMf(Interactions train, BprMfOptions options, float[] users, float[] items, ulong seed)
    {
        (_train, _options, _seed) = (train, options, seed);
        Users = [.. users.Select(x => (double)x)];
        Items = [.. items.Select(x => (double)x)];
        _userState = [new double[users.Length], new double[users.Length]];
        _itemState = [new double[items.Length], new double[items.Length]];
        _sampler = new TripleSampler(train.ByUser, options.Sampling);
    }

    internal double[] Users { get; }

    internal double[] Items { get; }

    internal void RunEpoch(int epoch)
    {
        _sampler.Reset(new RandomStream(_seed, "bprMf").Fork("triples").Fork((ulong)epoch));
        int b = _options.BatchSize;
        int batches = _options.Sampling == PairwiseSampling.ByUser ? _train.Users.Count / b + 1 : (_train.ByUser.Entries + b - 1) / b;
        for (int batch = 0; batch < batches; batch++) Step();
    }

    private void Step()
    {
        int f = _options.Factors;
        double[] userGradient = new double[Users.Length], itemGradient = new double[Items.Length];
        HashSet<int> users = [], items = [];
        for (int n = 0; n < _options.BatchSize; n++)
        {
            (int user, int taken, int left) = _sampler.Next();
            users.Add(user);
            items.UnionWith([taken, left]);
            double x = 0;
            for (int d = 0; d < f; d++) x += Users[user * f + d] * (Items[taken * f + d] - Items[left * f + d]);
            double g = 1 / (1 + Math.Exp(x));
            for (int d = 0; d < f; d++)
            {
                double u = Users[user * f + d], i = Items[taken * f + d], j = Items[left * f + d];
                userGradient[user * f + d] += (g * (i - j) - _options.UserL2 * u) / _options.BatchSize;
                itemGradient[taken * f + d] += (g * u - _options.PositiveL2 * i) / _options.BatchSize;
                itemGradient[left * f + d] += (-g * u - _options.NegativeL2 * j) / _options.BatchSize;
            }
        }
        _t++;
        Apply(Users, userGradient, _userState, users);
        Apply(Items, itemGradient, _itemState, items);
    }

    private void Apply(double[] values, double[] gradients, double[][] state, HashSet<int> rows)
    {
        foreach (int row in rows)
        {
            for (int at = row * _options.Factors; at < (row + 1) * _options.Factors; at++)
            {
                double g = gradients[at];
                if (_options.Rule == PairwiseRule.Adagrad)
                {
                    state[1][at] += g * g;
                    g /= Math.Sqrt(state[1][at]) + 1e-8;
                }
                else if (_options.Rule == PairwiseRule.Adam)
                {
                    state[0][at] = 0.9 * state[0][at] + 0.1 * g;
                    state[1][at] = 0.999 * state[1][at] + 0.001 * g * g;
                    g = state[0][at] / (1 - Math.Pow(0.9, _t)) / (Math.Sqrt(state[1][at] / (1 - Math.Pow(0.999, _t))) + 1e-8);
                }
                values[at] += _options.LearningRate * g;
            }
        }
    }
}
