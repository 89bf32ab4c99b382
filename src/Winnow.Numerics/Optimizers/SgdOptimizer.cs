using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Stochastic gradient descent, with momentum if asked: v ← μv + g, w ← w − ηv.</summary>
/// <remarks>Polyak, USSR Computational Mathematics 4(5), 1964; in the form of Sutskever et al., ICML 2013, with the rate outside v, so that
/// a change of the rate takes effect at once. One slot of state with momentum, none without.</remarks>
public sealed record SgdOptimizer : IDenseOptimizer
{
    private readonly float _momentum, _l2;

    /// <summary>μ, in [0, 1). Default 0: no momentum.</summary>
    public float Momentum { get => _momentum; init => _momentum = Ranges.BelowOne(value, nameof(Momentum)); }

    /// <summary>λ of g + λw, not negative; only for parameters that decay. Default 0.</summary>
    public float L2 { get => _l2; init => _l2 = Ranges.NotNegative(value, nameof(L2)); }

    /// <inheritdoc/>
    public int StateSlots => Momentum > 0 ? 1 : 0;

    /// <inheritdoc/>
    public void Step(IReadOnlyList<Parameter> parameters, float learningRate, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter p = parameters[i];
            if (!p.HasGradient) continue;
            p.Updates++;
            float l2 = p.Decays ? L2 : 0;
            if (Momentum > 0) DenseUpdate.Apply(p, new MomentumRule(learningRate, Momentum, l2), team);
            else DenseUpdate.Apply(p, new PlainRule(learningRate, l2), team);
        }
    }

    private readonly struct PlainRule(float rate, float l2) : IUpdateRule
    {
        public static int StateSlots => 0;

        public Vector<float> Apply(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second) =>
            value - (gradient + value * l2) * rate;
    }

    private readonly struct MomentumRule(float rate, float momentum, float l2) : IUpdateRule
    {
        public static int StateSlots => 1;

        public Vector<float> Apply(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
        {
            first = first * momentum + gradient + value * l2;
            return value - first * rate;
        }
    }
}
