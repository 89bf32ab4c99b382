using System.Numerics;

namespace Winnow.Embeddings;

/// <summary>The formulas of <see cref="DelayCompensation"/>, element by element.</summary>
internal readonly unsafe struct GradientCompensator(DelayCompensation options)
{
    private const float Epsilon = 1e-7f;

    private readonly float _lambda = options.Lambda, _decay = options.MeanSquareDecay;

    internal DelayCompensationForm Form { get; } = options.Form;

    /// <summary>g + λ g⊙g⊙(w − w_bak).</summary>
    /// <param name="gradient">g, [count].</param>
    /// <param name="value">w, [count].</param>
    /// <param name="pulled">w_bak, [count].</param>
    /// <param name="meanSquare">[count], changed in place; not read in the constant form.</param>
    /// <param name="target">[count]; may be <paramref name="gradient"/>.</param>
    /// <param name="count">Number of elements.</param>
    internal void Apply(float* gradient, float* value, float* pulled, float* meanSquare, float* target, int count)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> g = Vector.Load(gradient + i), squared = g * g, lambda = new(_lambda);
            if (Form == DelayCompensationForm.Adaptive)
            {
                Vector<float> mean = Vector.Load(meanSquare + i) * _decay + squared * (1 - _decay);
                Vector.Store(mean, meanSquare + i);
                lambda /= Vector.SquareRoot(mean + new Vector<float>(Epsilon));
            }
            Vector.Store(g + lambda * squared * (Vector.Load(value + i) - Vector.Load(pulled + i)), target + i);
        }
        for (; i < count; i++)
        {
            float g = gradient[i], squared = g * g, lambda = _lambda;
            if (Form == DelayCompensationForm.Adaptive)
            {
                float mean = meanSquare[i] * _decay + squared * (1 - _decay);
                meanSquare[i] = mean;
                lambda /= MathF.Sqrt(mean + Epsilon);
            }
            target[i] = g + lambda * squared * (value[i] - pulled[i]);
        }
    }
}
