using Winnow.Data;
using Winnow.Training.Recipes;
using Winnow.Training.Tests.Laboratory;

namespace Winnow.Training.Tests.Scoring;

/// <summary>The small log of two tastes with features of its users and items, and recipes of rankers for it.</summary>
internal sealed class RankerGround : IDisposable
{
    private readonly LaboratoryGround _log = new();

    public RankerGround()
    {
        Write("items.jsonl", "i", LaboratoryGround.Items, i =>
        [
            new("half", FeatureValue.Text(i < LaboratoryGround.Items / 2 ? "low" : "high")),
            new("price", i % 7 == 0 ? default : FeatureValue.Number(i % 13)),
            new("tags", FeatureValue.List(i % 5 == 0 ? [] : [$"t{i % 3}", $"t{i % 4}"])),
        ]);
        Write("users.jsonl", "u", LaboratoryGround.Users - 5, u => [new("taste", FeatureValue.Text($"{u % 2}"))]);
    }

    public string this[string name] => _log[name];

    public void Dispose() => _log.Dispose();

    public Recipe Recipe(params string[] overrides) => Winnow.Training.Recipes.Recipe.Parse($$"""
        data:
          interactions: { files: '{{_log.Log}}', time: time, items: '{{this["items.jsonl"]}}', users: '{{this["users.jsonl"]}}', negatives: 3, history: 6 }
        model: { name: deepFm, embeddingDim: 4, deep: { hidden: [16] } }
        training:
          epochs: 8
          batchSize: 256
          learningRate: 0.01
          embeddings: { initialScale: 0.1, optimizer: { name: adam, learningRate: 0.02 } }
        evaluation: { bootstrapRounds: 20, featureImportance: false }
        seed: 3
        """, "ranker.yaml", overrides);

    private void Write(string name, string prefix, int count, Func<int, KeyValuePair<string, FeatureValue>[]> features) => new EntityFeatures(
        new IdIndex([.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")]), [.. Enumerable.Range(0, count).Select(i => new FeatureValues(features(i)))])
        .Write(this[name]);
}
