namespace Winnow.Retrieval;

/// <summary>Vectors in signed bytes with one scale each: xᵢ ≈ scale · byteᵢ, bytes in [−127, 127], nearest, ties to even.</summary>
internal static unsafe class Quantizer
{
    private const int MostByte = 127;

    /// <summary>Longest vector whose products with a query stay inside 32 bits, whatever the values.</summary>
    internal const int MostDimension = 1 << 14;

    /// <summary>Writes the bytes of a stored vector.</summary>
    /// <returns>The scale; 0 for the zero vector.</returns>
    internal static float Bytes(ReadOnlySpan<float> vector, sbyte* target)
    {
        float most = Most(vector);
        if (!(most > 0)) return Clear(vector.Length, target);
        float factor = MostByte / most;
        if (!float.IsFinite(factor)) return Clear(vector.Length, target);       // subnormal: all but zero
        for (int i = 0; i < vector.Length; i++) target[i] = (sbyte)MathF.Round(vector[i] * factor);
        return most / MostByte;
    }

    /// <summary>Writes a query in 16 bits: finer than what it is compared with, at no cost, since products of 16 bits are formed
    /// anyway. The range is what keeps the sum over a whole vector inside 32 bits.</summary>
    /// <returns>The scale; 0 for the zero vector.</returns>
    internal static float Query(ReadOnlySpan<float> query, short* target)
    {
        float most = Most(query);
        float range = Math.Min(short.MaxValue, int.MaxValue / (MostByte * Math.Max(1, query.Length)));
        float factor = range / most;
        bool isZero = !(most > 0) || !float.IsFinite(factor);
        for (int i = 0; i < query.Length; i++) target[i] = isZero ? (short)0 : (short)MathF.Round(query[i] * factor);
        return isZero ? 0 : most / range;
    }

    /// <summary>bfloat16, nearest, ties to even.</summary>
    internal static ushort BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    internal static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static float Clear(int length, sbyte* target)
    {
        new Span<sbyte>(target, length).Clear();
        return 0;
    }

    private static float Most(ReadOnlySpan<float> vector)
    {
        float most = 0;
        foreach (float x in vector) most = Math.Max(most, Math.Abs(x));
        return most;
    }
}
