using System.Runtime.InteropServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>The first block of a saved dense block: options and counters, as they lie in the memory of a little-endian machine.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct DenseHead
{
    private const ulong Magic = 0x0001_4E44_544E_4957;       // "WINTDN", version 1
    private const int NoRule = 0, Sgd = 1, Adagrad = 2, Adam = 3, AdamW = 4, Average = 5;

    private ulong _magic;
    private long _version, _updates;
    private int _length, _decays, _rule;
    private float _first, _second, _epsilon, _l2;       // of the rule; what they are depends on it
    private int _form;
    private float _lambda, _decay;

    internal readonly bool IsKnown => _magic == Magic && _length > 0 && _rule is >= NoRule and <= Average;
    internal readonly int Length => _length;
    internal readonly long Version => _version;
    internal readonly long Updates => _updates;

    internal static DenseHead Of(DenseBlockOptions options, long version, long updates)
    {
        DenseHead head = new()
        {
            _magic = Magic, _version = version, _updates = updates, _length = options.Length, _decays = options.Decays ? 1 : 0,
            _form = (int)options.Compensation.Form, _lambda = options.Compensation.Lambda, _decay = options.Compensation.MeanSquareDecay,
        };
        switch (options.Optimizer)
        {
            case SgdOptimizer sgd:
                (head._rule, head._first, head._l2) = (Sgd, sgd.Momentum, sgd.L2);
                break;
            case AdagradOptimizer adagrad:
                (head._rule, head._first, head._epsilon, head._l2) = (Adagrad, adagrad.InitialAccumulator, adagrad.Epsilon, adagrad.L2);
                break;
            case AdamOptimizer adam:
                (head._rule, head._first, head._second, head._epsilon, head._l2) = (Adam, adam.Beta1, adam.Beta2, adam.Epsilon, adam.L2);
                break;
            case AdamWOptimizer adam:
                (head._rule, head._first, head._second, head._epsilon, head._l2) = (AdamW, adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay);
                break;
            case MovingAverage average:
                (head._rule, head._first) = (Average, average.Share);
                break;
        }
        return head;
    }

    /// <summary>The options; rules check their own constants.</summary>
    /// <exception cref="ArgumentException">A constant is outside its legal range.</exception>
    internal readonly DenseBlockOptions Options(string name) => new()
    {
        Name = name, Length = _length, Decays = _decays != 0,
        Compensation = new() { Form = (DelayCompensationForm)_form, Lambda = _lambda, MeanSquareDecay = _decay },
        Optimizer = _rule switch
        {
            Sgd => new SgdOptimizer { Momentum = _first, L2 = _l2 },
            Adagrad => new AdagradOptimizer { InitialAccumulator = _first, Epsilon = _epsilon, L2 = _l2 },
            Adam => new AdamOptimizer { Beta1 = _first, Beta2 = _second, Epsilon = _epsilon, L2 = _l2 },
            AdamW => new AdamWOptimizer { Beta1 = _first, Beta2 = _second, Epsilon = _epsilon, WeightDecay = _l2 },
            Average => new MovingAverage { Share = _first },
            _ => null,
        },
    };
}
