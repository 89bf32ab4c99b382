using Winnow.Numerics;

namespace Winnow.Training.Tuning;

/// <summary>The settings that a search varies.</summary>
public sealed class SearchSpace
{
    /// <summary>Puts dimensions together.</summary>
    /// <param name="dimensions">Distinct by name.</param>
    /// <exception cref="ArgumentException">A range is empty or a name stands twice; the message lists every fault.</exception>
    public SearchSpace(params IEnumerable<SearchDimension> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        Dimensions = [.. dimensions];
        string[] faults =
        [
            .. Dimensions.Select(d => d.Fault).Where(f => f.Length > 0),
            .. Dimensions.GroupBy(d => d.Name).Where(g => g.Count() > 1).Select(g => $"{g.Key} is searched twice"),
        ];
        if (faults.Length > 0) throw new ArgumentException($"The search space is faulty: {string.Join("; ", faults)}.", nameof(dimensions));
    }

    /// <summary>What is varied.</summary>
    public IReadOnlyList<SearchDimension> Dimensions { get; }

    /// <summary>Number of coordinates of a point as the surrogate sees it.</summary>
    public int Coordinates => Dimensions.Sum(d => d.Coordinates);

    /// <summary>Name and range of every dimension: two searches over the same space have the same text.</summary>
    public override string ToString() => string.Join("; ", Dimensions.Select(d => $"{d.Name} {d.Range}"));

    /// <summary>The point at the given places.</summary>
    /// <param name="places">One a dimension, each in [0, 1].</param>
    public SearchPoint At(params ReadOnlySpan<double> places)
    {
        if (places.Length != Dimensions.Count) throw new ArgumentException($"{places.Length} places came for {Dimensions.Count} dimensions.", nameof(places));
        double[] canonical = new double[places.Length], coordinates = new double[Coordinates];
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        for (int i = 0; i < places.Length; i++)
        {
            canonical[i] = Dimensions[i].Canonical(Math.Clamp(places[i], 0, 1));
            settings.Add(Dimensions[i].Name, Dimensions[i].Text(canonical[i]));
        }
        Embed(canonical, coordinates);
        return new SearchPoint(settings, canonical, coordinates);
    }

    /// <summary>A point drawn uniformly.</summary>
    /// <param name="random">A stream of this point alone.</param>
    public SearchPoint Draw(RandomStream random) => At(DrawPlaces(random));

    /// <summary>The places of <see cref="Draw"/>.</summary>
    internal double[] DrawPlaces(RandomStream random)
    {
        double[] places = new double[Dimensions.Count];
        for (int i = 0; i < places.Length; i++) places[i] = Unit(random, (ulong)i);
        return places;
    }

    /// <summary>Places as the surrogate sees them.</summary>
    internal void Embed(ReadOnlySpan<double> places, Span<double> coordinates)
    {
        for (int i = 0; i < places.Length; i++)
        {
            int width = Dimensions[i].Coordinates;
            Dimensions[i].Embed(places[i], coordinates[..width]);
            coordinates = coordinates[width..];
        }
    }

    /// <summary>Number <paramref name="i"/> of a stream, uniform in [0, 1) with 53 bits.</summary>
    internal static double Unit(RandomStream random, ulong i) => (random.UInt64(i) >> 11) * (1.0 / (1ul << 53));
}

/// <summary>One choice of all settings.</summary>
/// <param name="Settings">Value of each setting, as a recipe would say it.</param>
/// <param name="Places">The same as places in [0, 1], in the order of the dimensions.</param>
/// <param name="Coordinates">The same as the surrogate sees it.</param>
public sealed record SearchPoint(IReadOnlyDictionary<string, string> Settings, double[] Places, double[] Coordinates)
{
    /// <summary><c>topK=100, shrink=3</c>; equal for equal settings.</summary>
    public override string ToString() => string.Join(", ", Settings.Select(s => $"{s.Key}={s.Value}"));
}
