using System.Runtime.Intrinsics;

namespace Winnow.Numerics;

/// <summary>Turns the sixteen words of one <see cref="Philox"/> group into sixteen numbers.</summary>
internal interface IWordFunction
{
    (Vector256<float> First, Vector256<float> Last) Apply(Vector256<uint> first, Vector256<uint> last);
}

/// <summary>The bits themselves.</summary>
internal readonly struct WordBits : IWordFunction
{
    public (Vector256<float> First, Vector256<float> Last) Apply(Vector256<uint> first, Vector256<uint> last) =>
        (first.AsSingle(), last.AsSingle());
}

/// <summary>low + span · u, u the upper 24 bits of a word as a fraction in [0, 1).</summary>
internal readonly struct UniformWords(float low, float span) : IWordFunction
{
    public (Vector256<float> First, Vector256<float> Last) Apply(Vector256<uint> first, Vector256<uint> last) =>
        (Apply(first), Apply(last));

    private Vector256<float> Apply(Vector256<uint> words) =>
        Vector256.ConvertToSingle((words >>> 8).AsInt32()) * (1f / (1 << 24)) * span + Vector256.Create(low);
}
