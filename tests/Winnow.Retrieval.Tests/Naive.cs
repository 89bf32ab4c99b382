namespace Winnow.Retrieval.Tests;

/// <summary>What an exact index must answer, from the definitions.</summary>
internal static class Naive
{
    public static Neighbor[] Search(Func<int, float> score, IEnumerable<int> ids, int topK) =>
        [.. ids.Select(id => new Neighbor(id, score(id))).OrderByDescending(n => n.Score).ThenBy(n => n.Id).Take(topK)];

    /// <summary>Elements in order, each product added with one rounding, as the contract of the scan says.</summary>
    public static float Score(VectorMetric metric, ReadOnlySpan<float> query, ReadOnlySpan<float> vector)
    {
        float sum = 0;
        for (int i = 0; i < query.Length; i++)
        {
            float gap = query[i] - vector[i];
            sum = metric == VectorMetric.Euclidean ? MathF.FusedMultiplyAdd(gap, gap, sum) : MathF.FusedMultiplyAdd(query[i], vector[i], sum);
        }
        return metric == VectorMetric.Euclidean ? -sum : sum;
    }

    /// <summary>Divided by its length for the cosine.</summary>
    public static float[] Prepared(VectorMetric metric, ReadOnlySpan<float> vector)
    {
        double length = 0;
        foreach (float x in vector) length += (double)x * x;
        float[] result = vector.ToArray();
        if (metric == VectorMetric.Cosine && length > 0)
        {
            double inverse = 1 / Math.Sqrt(length);
            for (int i = 0; i < result.Length; i++) result[i] = (float)(result[i] * inverse);
        }
        return result;
    }

    public static float[] BFloat16(float[] vector) =>
        [.. vector.Select(x => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(x) + 0x7FFF + ((BitConverter.SingleToUInt32Bits(x) >> 16) & 1)) & 0xFFFF_0000))];

    public static double Recall(IEnumerable<Neighbor> found, IEnumerable<Neighbor> truth)
    {
        HashSet<int> wanted = [.. truth.Select(n => n.Id)];
        return (double)found.Count(n => wanted.Contains(n.Id)) / wanted.Count;
    }
}
