using System.Numerics;

namespace Winnow.Numerics;

/// <summary>One step of Adam. The bias corrections 1 − βᵗ are folded into the rate and the divisor.</summary>
internal readonly struct AdamRule : IUpdateRule
{
    private readonly float _rate, _beta1, _beta2, _epsilon, _l2, _keep, _rootCorrection;

    public AdamRule(float rate, float beta1, float beta2, float epsilon, float l2, float shrink, long step)
    {
        (_beta1, _beta2, _epsilon, _l2) = (beta1, beta2, epsilon, l2);
        _keep = 1 - shrink;
        _rate = (float)(rate / (1 - Math.Pow(beta1, step)));
        _rootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
    }

    public static int StateSlots => 2;

    public Vector<float> Apply(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second)
    {
        gradient += value * _l2;
        first = first * _beta1 + gradient * (1 - _beta1);
        second = second * _beta2 + gradient * gradient * (1 - _beta2);
        return value * _keep - first * _rate / (Vector.SquareRoot(second) * _rootCorrection + new Vector<float>(_epsilon));
    }
}
