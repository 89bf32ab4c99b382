using System.Globalization;
using System.Text;
using Winnow.Numerics;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests;

/// <summary>A small made-up click log on disk, and recipes for it. Clicks depend on user, item and price, so models can learn.</summary>
internal sealed class Playground : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    public Playground(int rows = 3000)
    {
        File.WriteAllText(_place["log.csv"], Log(rows));
    }

    public string this[string name] => _place[name];

    public void Dispose() => _place.Dispose();

    /// <summary>A recipe of a small model; every random thing is in use: shuffling, dropout, batch normalisation, held out rows.</summary>
    public Recipe Recipe(params string[] overrides) => Winnow.Training.Recipes.Recipe.Load(WriteRecipe(), overrides);

    /// <summary>Writes the recipe to a file.</summary>
    public string WriteRecipe()
    {
        string path = _place["recipe.yaml"];
        File.WriteAllText(path, $$"""
            data:
              train: {{_place["log.csv"]}}
              schema:
                group: user
                columns:
                  - { name: user, kind: id, minCount: 2 }
                  - { name: item, kind: id }
                  - { name: tags, kind: idList }
                  - { name: price, kind: dense, transform: standardize }
                  - { name: at, kind: time }
                  - { name: click, kind: label }
            split: { order: random, validation: 0.2, test: 0.1 }
            model:
              name: deepFm
              embeddingDim: 4
              deep: { hidden: [16, 8], dropout: 0.2, batchNorm: true }
            training:
              epochs: 4
              batchSize: 100
              learningRate: 0.01
              embeddings: { initialScale: 0.1, optimizer: { name: adam, learningRate: 0.02 } }
              earlyStopping: { patience: 3 }
              plateau: { factor: 0.5 }
              clipNorm: 5
            evaluation: { bootstrapRounds: 20 }
            seed: 11
            """);
        return path;
    }

    /// <summary>Every file below a directory with its bytes.</summary>
    public SortedDictionary<string, byte[]> Files(string name) => new(
        Directory.GetFiles(_place[name], "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(_place[name], f), File.ReadAllBytes),
        StringComparer.Ordinal);

    /// <summary>Asserts that two directories hold the same files with the same bytes.</summary>
    public void AssertSameFiles(string expected, string actual)
    {
        SortedDictionary<string, byte[]> one = Files(expected), other = Files(actual);
        Assert.Equal(one.Keys, other.Keys);
        Assert.All(one, file => Assert.True(file.Value.AsSpan().SequenceEqual(other[file.Key]), $"{file.Key} differs"));
    }

    private static string Log(int rows)
    {
        RandomStream random = new(5, "playground");
        StringBuilder text = new("user,item,tags,price,at,click\n");
        for (ulong row = 0; row < (ulong)rows; row++)
        {
            int user = random.Below(8 * row, 60), item = random.Below(8 * row + 2, 40);
            float price = random.Uniform(16 * row + 9);
            double logit = 2 * Math.Sin(user * 1.7) + 2 * Math.Cos(item * 2.3) + 1.5 * Math.Sin(user * item) - 2 * price;
            int click = random.Uniform(16 * row + 11) < 1 / (1 + Math.Exp(-logit)) ? 1 : 0;
            string tags = (item % 3) switch { 0 => "", 1 => "new", _ => "new|sale" };
            text.Append(CultureInfo.InvariantCulture, $"u{user},i{item},{tags},{price},{1_700_000_000 + (long)row * 60},{click}\n");
        }

        return text.ToString();
    }
}
