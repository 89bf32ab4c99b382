namespace Winnow.Data;

/// <summary>Keeps events whose value is at least <paramref name="Least"/>: ratings that mean "liked".</summary>
/// <param name="Least">Least value.</param>
/// <param name="Implicit">Whether values are dropped afterwards, because all that is left means the same. Default true.</param>
public sealed record MinimumValue(float Least, bool Implicit = true) : InteractionFilter
{
    internal override Interactions Filter(Interactions log)
    {
        if (log.Values.IsEmpty) throw new ArgumentException($"The filter '{this}' needs values, and the log has none. Name its value column.", nameof(log));
        bool[] keep = new bool[log.Count];
        for (int e = 0; e < keep.Length; e++) keep[e] = log.Values[e] >= Least;
        Interactions kept = EventSubset.Of(log, keep);
        return Implicit ? EventSubset.WithoutValues(kept) : kept;
    }

    internal override string Describe() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"values of at least {Least}");
}
