using Winnow.Data;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Serving;
using Winnow.Training;
using Winnow.Training.Laboratory;
using Winnow.Training.ModelFiles;
using Winnow.Training.Recipes;

namespace Winnow.Benchmarks.Serving;

/// <summary>Packs a release of a <see cref="Market"/>: vectors in a graph and similar items, a light pre-ranker, DeepFM 400-400-400, MMR, rules.</summary>
internal sealed class MarketRelease(Market market, string folder, Action<string> progress)
{
    private const int JudgedUsers = 20, HeldOutExamples = 2000;

    private const string Schema = """
        format: { kind: csv, header: true }
        others: ignore
        columns:
          - { name: user, kind: id }
          - { name: item, kind: id }
          - { name: category, kind: id }
          - { name: brand, kind: id }
          - { name: age, kind: id }
          - { name: country, kind: id }
          - { name: label, kind: label }
        """;

    private const string RankerColumns = """
          - { name: history, kind: sequence, separator: " ", table: item, maxLength: 10 }
          - { name: price, kind: dense, transform: log }
          - { name: genres, kind: idList, separator: "|" }
          - { name: device, kind: id }
          - { name: hour, kind: id }
        """;

    private const string Funnel = """
        description: a generated shop
        catalogue: { interactions: { files: [generated.csv] } }
        recall:
          candidates: 500
          sources:
            - { kind: towers, name: vectors, model: "{0}/vectors", quota: 350, index: hnsw, searchCandidates: 400, audit: 0 }
            - { kind: similarItems, name: similar, model: "{0}/similar", quota: 120, neighbours: 50, recent: 20 }
            - { kind: popular, quota: 30 }
        preRank: { model: "{0}/pre-ranker", keep: 200 }
        rank: { model: "{0}/ranker", keep: 20 }
        reRank: { kind: mmr, keep: 10, relevance: 0.9 }
        rules:
          - { kind: seen }
          - { kind: filter, name: in stock, attribute: stock, atLeast: 1 }
          - { kind: cap, attribute: seller, most: 2 }
        budgets: { total: 10s }
        """;

    /// <summary>Makes the models that are not in the folder yet, and packs.</summary>
    /// <returns>The release directory.</returns>
    internal string Pack()
    {
        Directory.CreateDirectory(folder);
        using WorkerTeam team = new(Environment.ProcessorCount);
        if (!IsThere("vectors")) Save("vectors", "bprMf, factors: 64", Vectors(), team);
        if (!IsThere("similar")) Save("similar", "itemKnn, topK: 50, shrink: 10", Similar(team), team);
        if (!IsThere("ranker")) Train();
        string file = Path.Combine(folder, "funnel.yaml"), release = Path.Combine(folder, "release");
        File.WriteAllText(file, Funnel.Replace("{0}", folder, StringComparison.Ordinal));
        CatalogueData data = new(market.ItemFeatures(), market.UserFeatures(), market.Log);
        ReleaseBuilder.Pack(release, FunnelOptions.Load(file), data, team, new Reported(progress));
        return release;
    }

    private bool IsThere(string model) => Directory.Exists(Path.Combine(folder, model));

    private ITopNRecommender Similar(WorkerTeam team)
    {
        ITopNRecommender similar = new ItemKnnOptions { TopK = 50, Shrink = 10 }.Create();
        similar.Fit(market.Log, new FitContext(team));
        return similar;
    }

    /// <summary>A factor model with the vectors of the market, as if it had learnt them.</summary>
    private BprMf Vectors()
    {
        RecommenderState state = new();
        state.Put("shape", [Market.Users, market.Items, Market.Dimension]);
        state.Put("users", market.UserVectors);
        state.Put("items", market.ItemVectors);
        BprMf model = new(new BprMfOptions { Factors = Market.Dimension });
        model.Load(state);
        return model;
    }

    private void Save(string name, string model, ITopNRecommender fitted, WorkerTeam team)
    {
        RecommenderRecipe recipe = RecommenderRecipe.Parse(
            $"description: {name}\ndata: {{ files: [generated.csv] }}\nsplit: {{ name: leaveOneOut }}\nmodel: {{ name: {model} }}\nevaluation: {{ bootstrapRounds: 0 }}\n", name);
        int[] judged = [.. Enumerable.Range(0, JudgedUsers)];
        CsrMatrix relevant = CsrMatrix.FromEntries(JudgedUsers, market.Items, judged, judged);
        const int known = JudgedUsers * Market.EventsOfUser;         // the first users' events are the first of the log
        CsrMatrix histories = CsrMatrix.FromEntries(JudgedUsers, market.Items, market.Log.UserOf[..known].ToArray(), market.Log.ItemOf[..known].ToArray());
        InteractionSplit split = InteractionSplit.Of("generated", market.Log, null, new HeldOut(judged, histories, relevant));
        RecommenderDirectory.Save(Path.Combine(folder, name), new RecommenderResult(recipe, fitted, split, RecommenderTrainer.Judge(fitted, split, recipe, team)));
        progress($"{name} saved");
    }

    private void Train()
    {
        string examples = Path.Combine(folder, "examples.csv"), held = Path.Combine(folder, "held-out.csv");
        market.WriteExamples(examples, 0, market.Items);
        market.WriteExamples(held, market.Items, HeldOutExamples);
        Train("pre-ranker", Schema, "embeddingDim: 8, deep: { hidden: [32] }", examples, held);
        Train("ranker", $"{Schema}\n{RankerColumns}", "embeddingDim: 16, deep: { hidden: [400, 400, 400] }", examples, held);
        File.Delete(examples);
    }

    private void Train(string name, string schema, string model, string examples, string held)
    {
        string file = Path.Combine(folder, $"{name}.schema.yaml");
        File.WriteAllText(file, schema);
        Recipe recipe = Recipe.Parse($$"""
            data: { train: "{{examples}}", validation: "{{held}}", test: "{{held}}", schemaFile: "{{file}}" }
            model: { name: deepFm, {{model}} }
            training: { epochs: 1, batchSize: 4096, learningRate: 0.001, embeddings: { initialScale: 0.02, optimizer: { name: adam, learningRate: 0.001 } } }
            """, name);
        Trainer.Run(recipe, new TrainerOptions { Output = Path.Combine(folder, name) });
        progress($"{name} trained on {market.Items:N0} examples");
    }

    private sealed class Reported(Action<string> progress) : IProgress<string>
    {
        public void Report(string value) => progress(value);
    }
}
