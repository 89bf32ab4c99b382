using System.Numerics;

namespace Winnow.Numerics;

/// <summary>One optimiser update of a vector of numbers, with up to two numbers of state each.</summary>
internal interface IUpdateRule
{
    static abstract int StateSlots { get; }

    /// <summary>The new value; the state changes in place.</summary>
    Vector<float> Apply(Vector<float> value, Vector<float> gradient, ref Vector<float> first, ref Vector<float> second);
}
