using System.Globalization;
using System.Text;
using Winnow.Data;
using Winnow.Numerics;
using Winnow.Training;
using Winnow.Training.Laboratory;
using Winnow.Training.Recipes;

namespace Winnow.Serving.Tests;

/// <summary>A small made-up shop with trained models, made once: 30 users, 40 items in four groups, of which users like one. The catalogue has two items more
/// that no model has seen.</summary>
public sealed class SmallShop : IDisposable
{
    private const int Users = 30, Items = 40, Groups = 4, Events = 12;

    private readonly TemporaryDirectory _place = new();

    public SmallShop()
    {
        File.WriteAllText(this["items.jsonl"], string.Concat(Enumerable.Range(0, Items + 2).Select(ItemLine)));
        File.WriteAllText(this["users.jsonl"], string.Concat(Enumerable.Range(0, Users).Select(u => $$"""{"id":"u{{u}}","age":{{20 + u}}}""" + "\n")));
        WriteLogs();
        Train("bpr", "bprMf, factors: 8, epochs: 20");
        Train("knn", "itemKnn, topK: 15");
        Train("ease", "easeR");
        TrainRanker("ranker", "[user, item, history, genres, price, age, device]");
        TrainRanker("preRanker", "[user, item, price, device]");
        Data = CatalogueData.Load(Options().Catalogue);
        ReleaseBuilder.Pack(this["release"], Options(), Data, WorkerTeam.Single);
    }

    /// <summary>What the release was packed from.</summary>
    public CatalogueData Data { get; }

    /// <summary>A release with every stage. Tests do not change it.</summary>
    public string ReleasePath => this["release"];

    /// <summary>A path inside the folder of the shop.</summary>
    public string this[string name] => _place[name];

    /// <summary>The funnel of the release.</summary>
    public FunnelOptions Options(params string[] overrides) => FunnelOptions.Parse($$"""
        catalogue:
          items: {{this["items.jsonl"]}}
          users: {{this["users.jsonl"]}}
          interactions: { files: [{{this["log.csv"]}}], time: time }
          attributes: [price]
        recall:
          candidates: 30
          sources:
            - { kind: towers, name: bpr, model: {{this["bpr"]}}, quota: 12, audit: 1 }
            - { kind: similarItems, name: knn, model: {{this["knn"]}}, quota: 8, neighbours: 10 }
            - { kind: recommender, name: ease, model: {{this["ease"]}}, quota: 8 }
            - { kind: popular, quota: 5 }
        preRank: { model: {{this["preRanker"]}}, keep: 20 }
        rank: { model: {{this["ranker"]}}, keep: 12 }
        reRank: { kind: mmr, keep: 5, relevance: 0.8, calibrate: { attribute: genres, weight: 0.1 } }
        rules:
          - { kind: seen }
          - { kind: cap, attribute: seller, most: 3 }
        budgets: { total: 30s }
        """, "funnel.yaml", overrides);

    public void Dispose() => _place.Dispose();

    private static string ItemLine(int i) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"id":"i{{i}}","title":"Item {{i}}","genres":["g{{i % Groups}}","h{{i % 3}}"],{{(i % 7 == 0 ? "" : $"\"price\":{1 + i % 10 * 0.5},")}}"seller":"s{{i % 5}}"}""") + "\n";

    private void WriteLogs()
    {
        RandomStream random = new(1, "shop");
        StringBuilder log = new("user,item,time\n"), examples = new("user,item,history,genres,price,age,device,click\n");
        ulong draw = 0;
        for (int user = 0; user < Users; user++)
        {
            List<int> history = [];
            for (int e = 0; e < Events; e++)
            {
                int liked = random.Below(draw++, Items / Groups) * Groups + user % Groups, other = random.Below(draw++, Items);
                log.Append(CultureInfo.InvariantCulture, $"u{user},i{liked},{1000 * e + user}\n");
                foreach ((int item, int click) in new[] { (liked, 1), (other, 0) })
                {
                    string price = item % 7 == 0 ? "" : (1 + item % 10 * 0.5).ToString(CultureInfo.InvariantCulture);
                    examples.Append(CultureInfo.InvariantCulture, $"u{user},i{item},{string.Join('|', history.Select(h => $"i{h}"))},g{item % Groups}|h{item % 3},{price},{20 + user},{(e % 2 == 0 ? "phone" : "desk")},{click}\n");
                }
                history.Add(liked);
            }
        }
        File.WriteAllText(this["log.csv"], log.ToString());
        File.WriteAllText(this["examples.csv"], examples.ToString());
    }

    private void Train(string name, string model) => RecommenderTrainer.Run(RecommenderRecipe.Parse($$"""
        data: { files: [{{this["log.csv"]}}], time: time }
        model: { name: {{model}} }
        evaluation: { cutoffs: [5] }
        threads: 1
        """, name), new LaboratoryOptions { Output = this[name] });

    private void TrainRanker(string name, string columns)
    {
        string[] kept = columns.Trim('[', ']').Split(", ");
        string[] known =
        [
            "{ name: user, kind: id }", "{ name: item, kind: id }", "{ name: history, kind: sequence, table: item, maxLength: 4 }", "{ name: genres, kind: idList }",
            "{ name: price, kind: dense, transform: standardize }", "{ name: age, kind: dense, transform: quantileBuckets, buckets: 4 }", "{ name: device, kind: id, missing: own }",
        ];
        Trainer.Run(Recipe.Parse($$"""
            data:
              train: {{this["examples.csv"]}}
              schema:
                others: ignore
                columns: [{{string.Join(", ", known.Where(c => kept.Any(k => c.StartsWith("{ name: " + k + ",", StringComparison.Ordinal))))}}, { name: click, kind: label }]
            split: { order: random, validation: 0.1 }
            model: { name: deepFm, embeddingDim: 4, deep: { hidden: [16, 8] } }
            training: { epochs: 12, batchSize: 50, learningRate: 0.01, embeddings: { optimizer: { name: adam, learningRate: 0.02 } }, earlyStopping: { patience: 0 } }
            threads: 1
            """, name), new TrainerOptions { Output = this[name] });
    }
}
