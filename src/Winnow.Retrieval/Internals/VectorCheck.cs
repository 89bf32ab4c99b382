namespace Winnow.Retrieval;

/// <summary>What every index asks of a vector at the door.</summary>
internal static class VectorCheck
{
    internal static void Version(ModelVersion index, ModelVersion query)
    {
        if (index != query) Throw.VersionsDiffer(index, query);
    }

    internal static void Query(ReadOnlySpan<float> query, int dimension)
    {
        if (query.Length != dimension) Throw.DimensionsDiffer(query.Length, dimension);
        if (!IsFinite(query)) Throw.QueryNotFinite();
    }

    internal static bool IsFinite(ReadOnlySpan<float> vector)
    {
        foreach (float x in vector)
            if (!float.IsFinite(x)) return false;
        return true;
    }

    /// <summary>Copies a vector, divided by its length for the cosine; the zero vector stays zero.</summary>
    internal static void Prepare(VectorMetric metric, ReadOnlySpan<float> source, Span<float> target)
    {
        source.CopyTo(target);
        if (metric != VectorMetric.Cosine) return;
        double squares = 0;
        foreach (float x in source) squares += (double)x * x;
        if (squares == 0) return;
        double inverse = 1 / Math.Sqrt(squares);
        for (int i = 0; i < source.Length; i++) target[i] = (float)(source[i] * inverse);
    }
}
