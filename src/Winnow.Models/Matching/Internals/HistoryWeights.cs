namespace Winnow.Models;

/// <summary>How much each event of a history weighs: a softmax over what its age and its likeness to a query say, head by head.</summary>
/// <remarks>
/// Head h sees the columns [h·w, (h+1)·w) of the vectors. Its logit for an event of age a (0: the latest) with vector e is
/// b[a, h] + q_h · e_h / √w; the pooled vector is Σ αₑ e_h. Without ages and query all events weigh the same.
/// </remarks>
internal unsafe readonly struct HistoryWeights(int heads, int width, float* ages, int oldest)
{
    /// <summary>Heads, at least 1.</summary>
    public int Heads { get; } = heads;

    /// <summary>Columns of a head.</summary>
    public int Width { get; } = width;

    /// <summary>What likeness is multiplied by.</summary>
    public float Sharpness { get; } = 1 / MathF.Sqrt(width);

    /// <summary>Row of the age of an event among the ages that are known.</summary>
    public int Age(int position, int count) => Math.Min(count - 1 - position, oldest - 1);

    /// <summary>Pools one history.</summary>
    /// <param name="vectors">Vectors of all items.</param>
    /// <param name="stride">Distance between them, in numbers.</param>
    /// <param name="history">Rows of the events, oldest first. [count]</param>
    /// <param name="count">Number of events.</param>
    /// <param name="query">[heads · width]; null for none.</param>
    /// <param name="weights">Receives α. [count, heads]</param>
    /// <param name="pooled">Receives the result, zeros if there is no event. [heads · width]</param>
    public void Pool(float* vectors, nint stride, int* history, int count, float* query, float* weights, float* pooled)
    {
        new Span<float>(pooled, Heads * Width).Clear();
        for (int h = 0; h < Heads; h++)
        {
            float max = float.NegativeInfinity, sum = 0;
            for (int p = 0; p < count; p++)
            {
                float logit = ages is null ? 0 : ages[Age(p, count) * Heads + h];
                if (query is not null) logit += Sharpness * FloatRows.Dot(query + h * Width, vectors + history[p] * stride + h * Width, Width);
                weights[p * Heads + h] = logit;
                max = Math.Max(max, logit);
            }
            for (int p = 0; p < count; p++) sum += weights[p * Heads + h] = MathF.Exp(weights[p * Heads + h] - max);
            for (int p = 0; p < count; p++)
            {
                weights[p * Heads + h] /= sum;
                FloatRows.AddScaled(vectors + history[p] * stride + h * Width, weights[p * Heads + h], pooled + h * Width, Width);
            }
        }
    }
}
