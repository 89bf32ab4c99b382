using Winnow.Data;
using Winnow.Serving;

namespace Winnow.Console.Tests.Sample;

/// <summary>Made-up films of a dozen genres; the vectors of a genre lie around one centre, so that a map has something to show.</summary>
internal sealed class SampleCatalogue : IItemCatalogue
{
    internal const int Count = 1200;
    private const int Dimension = 16;

    internal static readonly string[] Genres =
        ["Drama", "Comedy", "Thriller", "Romance", "Action", "Crime", "Adventure", "Horror", "Science fiction", "Mystery", "Documentary", "Western"];

    private static readonly string[] s_first =
        ["Quiet", "Last", "Silver", "Broken", "Distant", "Golden", "Hidden", "Northern", "Burning", "Paper", "Second", "Blue", "Winter", "Empty", "Long", "Crooked"];

    private static readonly string[] s_second =
        ["Harbour", "Summer", "Mirror", "Garden", "Station", "Letters", "River", "Orchard", "Signal", "Voyage", "Kingdom", "Window", "Promise", "Mountain", "Parade", "Hour"];

    private static readonly string[] s_third = ["", " of the North", " at Dawn", " and Other Lies", " II", " of Saint Emilia, or How the Lighthouse Keeper Came Home"];

    private readonly FeatureValues[] _features = new FeatureValues[Count];
    private readonly float[][] _vectors = new float[Count][];

    public SampleCatalogue()
    {
        Random random = new(4_711);
        float[][] centres = [.. Genres.Select(_ => Gaussian(random, 1))];
        for (int item = 0; item < Count; item++)
        {
            int main = (int)(Genres.Length * Math.Pow(random.NextDouble(), 1.7)), other = random.Next(Genres.Length);
            int year = 1950 + random.Next(60);
            string title = $"The {s_first[random.Next(s_first.Length)]} {s_second[random.Next(s_second.Length)]}{s_third[random.Next(24) < 5 ? random.Next(1, s_third.Length) : 0]} ({year})";
            _features[item] = new FeatureValues(
            [
                new("title", FeatureValue.Text(title)),
                new("genres", FeatureValue.List(main == other ? [Genres[main]] : [Genres[main], Genres[other]])),
                new("year", FeatureValue.Number(year)),
                new("rating", FeatureValue.Number(Math.Round(2 + 3 * random.NextDouble(), 1))),
            ]);
            float[] vector = Gaussian(random, 0.35f);
            for (int i = 0; i < Dimension; i++) vector[i] += centres[main][i] + 0.4f * centres[other][i];
            _vectors[item] = Unit(vector);
        }
    }

    public IdIndex Ids { get; } = new([.. Enumerable.Range(0, Count).Select(i => $"film-{i:d4}")]);

    public int VectorDimension => Dimension;

    public FeatureValues Features(int item) => _features[item];

    public ReadOnlySpan<float> Vector(int item) => _vectors[item];

    public IItemAttribute Attribute(string name) => throw new ArgumentException($"The sample has no attribute '{name}'.", nameof(name));

    internal static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    internal static float[] Unit(float[] vector)
    {
        float length = MathF.Sqrt(Dot(vector, vector));
        return length > 0 ? [.. vector.Select(v => v / length)] : vector;
    }

    private static float[] Gaussian(Random random, float scale)
    {
        float[] vector = new float[Dimension];
        for (int i = 0; i < Dimension; i++)
            vector[i] = scale * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return vector;
    }
}
