using System.Numerics;

namespace Winnow.Numerics;

/// <summary>Adagrad: G ← G + g², w ← w − ηg / (√G + ε).</summary>
/// <remarks>Duchi, Hazan and Singer, JMLR 12, 2011 (diagonal form). One slot of state, G less its initial value.</remarks>
public sealed record AdagradOptimizer : IDenseOptimizer
{
    private readonly float _initial, _epsilon = 1e-10f, _l2;

    /// <summary>G before the first update, not negative. Default 0. TensorFlow uses 0.1.</summary>
    public float InitialAccumulator { get => _initial; init => _initial = Ranges.NotNegative(value, nameof(InitialAccumulator)); }

    /// <summary>ε, positive. Default 1e-10.</summary>
    public float Epsilon { get => _epsilon; init => _epsilon = Ranges.Positive(value, nameof(Epsilon)); }

    /// <summary>λ of g + λw, not negative; only for parameters that decay. Default 0.</summary>
    public float L2 { get => _l2; init => _l2 = Ranges.NotNegative(value, nameof(L2)); }

    /// <inheritdoc/>
    public int StateSlots => 1;

    /// <inheritdoc/>
    public void Step(IReadOnlyList<Parameter> parameters, float learningRate, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter p = parameters[i];
            if (!p.HasGradient) continue;
            p.Updates++;
            DenseUpdate.Apply(p, new Rule(learningRate, InitialAccumulator, Epsilon, p.Decays ? L2 : 0), team);
        }
    }

    private readonly struct Rule(float rate, float initial, float epsilon, float l2) : IUpdateRule
    {
        public static int StateSlots => 1;

        public Vector<float> Apply(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
        {
            gradient += value * l2;
            first += gradient * gradient;
            return value - gradient * rate / (Vector.SquareRoot(first + new Vector<float>(initial)) + new Vector<float>(epsilon));
        }
    }
}
