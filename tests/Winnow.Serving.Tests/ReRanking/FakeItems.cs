using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Serving.Tests;

/// <summary>A catalogue in memory: items "i0", "i1", … with the vectors and attributes a test gives them.</summary>
internal sealed class FakeItems(int count, int dimension = 0) : IItemCatalogue
{
    private readonly float[][] _vectors = [.. Enumerable.Range(0, count).Select(_ => new float[dimension])];
    private readonly Dictionary<string, FakeAttribute> _attributes = [];

    public IdIndex Ids { get; } = new([.. Enumerable.Range(0, count).Select(i => $"i{i}")]);

    public int VectorDimension => dimension;

    public FeatureValues Features(int item) => FeatureValues.Empty;

    public IItemAttribute Attribute(string name) => _attributes.TryGetValue(name, out FakeAttribute? known)
        ? known
        : throw new ArgumentException($"There is no attribute '{name}', only {string.Join(", ", _attributes.Keys)}.", nameof(name));

    public ReadOnlySpan<float> Vector(int item) => _vectors[item];

    /// <summary>Gives every item a random direction.</summary>
    public FakeItems WithRandomVectors(Random random)
    {
        foreach (float[] vector in _vectors)
        {
            for (int d = 0; d < dimension; d++) vector[d] = (float)(random.NextDouble() - 0.5);
            float length = MathF.Sqrt(vector.Sum(x => x * x));
            for (int d = 0; d < dimension; d++) vector[d] /= length;
        }
        return this;
    }

    public FakeItems WithVector(int item, params float[] vector)
    {
        vector.CopyTo(_vectors[item], 0);
        return this;
    }

    /// <summary>Gives items texts; items left out have none.</summary>
    public FakeItems With(string attribute, params string[][] texts)
    {
        _attributes[attribute] = new FakeAttribute(attribute, texts);
        return this;
    }

    public static StageContext Context(FakeItems items, int count = 10, ulong seed = 0, int[]? history = null, DateTimeOffset now = default, params string[] exclude) => new(
        new FunnelRequest { Count = count, Seed = seed, Exclude = exclude }, UserState.Unknown, -1, history ?? [], items, now, new RandomStream(seed, "request"), default);

    public static Candidate[] Candidates(params float[] scores) =>
        [.. scores.Select((s, i) => new Candidate { Item = i, Score = s, RankScore = s, PreRankScore = float.NaN })];
}

/// <summary>An attribute in memory.</summary>
internal sealed class FakeAttribute : IItemAttribute
{
    private readonly int[][] _values;

    public FakeAttribute(string name, string[][] texts)
    {
        Name = name;
        Texts = [.. texts.SelectMany(t => t).Distinct()];
        _values = [.. texts.Select(t => t.Select(x => Texts.ToList().IndexOf(x)).ToArray())];
    }

    public string Name { get; }

    public IReadOnlyList<string> Texts { get; }

    public ReadOnlySpan<int> Values(int item) => item < _values.Length ? _values[item] : [];

    public double Number(int item) => Values(item) is [int only] && double.TryParse(Texts[only], out double number) ? number : double.NaN;
}
