using System.Globalization;
using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;

namespace Winnow.Serving.Tests;

/// <summary>A ranking model over items encoded before and a request encoded once, against the plain way: a record for each candidate.</summary>
public sealed class RankingScorerTests(SmallShop shop) : IClassFixture<SmallShop>
{
    /// <summary>Known and unknown users, histories with unknown items and longer than the model keeps, features missing, in the context, or both.</summary>
    public static TheoryData<string> Requests => ["known", "unknown", "nothing", "context", "long"];

    [Theory, MemberData(nameof(Requests))]
    public void Score_JaggedSchema_EqualsRecordsBuiltOneByOne(string request) => AssertEqualsRecords("ranker", request, update: null);

    [Theory, MemberData(nameof(Requests))]
    public void Score_FlatSchema_EqualsRecordsBuiltOneByOne(string request) => AssertEqualsRecords("preRanker", request, update: null);

    [Theory]
    [InlineData("ranker"), InlineData("preRanker")]
    public void Update_ChangedFeatures_ScoresAsIfTheyHadBeenPacked(string model) => AssertEqualsRecords(model, "known",
        new FeatureValues([KeyValuePair.Create("price", FeatureValue.Number(4)), KeyValuePair.Create("genres", FeatureValue.List(["g1", "g2", "g3", "h0"]))]));

    [Fact]
    public async Task Fill_WhileItemsChange_KeepsRowsWhole()
    {
        using TemporaryDirectory place = new();
        using RankingScorer scorer = Scorer("ranker", place["rows.pack"]);
        int[] items = [.. Enumerable.Range(0, shop.Data.Items.Count)];
        using CancellationTokenSource stop = new();
        Task writer = Task.Run(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                FeatureValues features = new([KeyValuePair.Create("genres", FeatureValue.List([.. Enumerable.Range(0, i % 9).Select(g => $"g{g}")]))]);
                scorer.Update(i % items.Length, shop.Data.Items.Ids[i % items.Length], features);
            }
        });
        using Batch batch = new(scorer.Model.Plan.Layout);
        for (int i = 0; i < 300; i++)
        {
            scorer.Fill(Context("known"), items, batch);
            Assert.Equal(batch.Occurrences, batch.Offsets[^1]);
        }
        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public void Score_Warm_AllocatesNothingThatGrowsWithTheCandidates()
    {
        using TemporaryDirectory place = new();
        using RankingScorer scorer = Scorer("ranker", place["rows.pack"]);
        StageContext context = Context("known");
        int[] many = [.. Enumerable.Range(0, 42)];
        long few = Allocated(scorer, context, many.AsSpan(0, 2)), all = Allocated(scorer, context, many);

        Assert.Equal(few, all);
    }

    [Fact]
    public void Encode_MalformedFeature_CountsAndScoresAsIfItWereMissing()
    {
        using TemporaryDirectory place = new();
        TrainedModel model = ModelDirectory.Load(shop["ranker"], WorkerTeam.Single);
        ColumnSides sides = new(model.Plan, shop.Data.Items.Names);
        EntityFeatures items = new(new IdIndex(["i1", "i2"]),
            [new FeatureValues([KeyValuePair.Create("price", FeatureValue.Text("cheap"))]), new FeatureValues([KeyValuePair.Create("price", FeatureValue.Number(2))])]);

        int malformed = EncodedItems.Write(place["rows.pack"], sides.ItemPlan, items, default);
        using RankingScorer scorer = new(model, sides, new EncodedItems(place["rows.pack"], sides.ItemPlan, 2));
        float[] scores = new float[2];
        scorer.Score(Context("known"), [0, 1], scores);

        Assert.Equal(1, malformed);
        Assert.All(scores, s => Assert.True(float.IsFinite(s)));
    }

    private void AssertEqualsRecords(string model, string request, FeatureValues? update)
    {
        using TemporaryDirectory place = new();
        using RankingScorer scorer = Scorer(model, place["rows.pack"]);
        FeatureValues[] features = [.. Enumerable.Range(0, shop.Data.Items.Count).Select(i => shop.Data.Items[i])];
        if (update is not null)
        {
            features[5] = update;
            Assert.True(scorer.Update(5, shop.Data.Items.Ids[5], update));
        }
        int[] items = [5, 41, 0, 7, 40, 12, 33];           // 40 and 41 are unknown to the model, 0 and 7 have no price
        float[] actual = new float[items.Length];

        StageContext context = Context(request);
        scorer.Score(context, items, actual);

        Assert.Equal(Reference(scorer.Model, context, [.. items.Select(i => shop.Data.Items.Ids[i])], [.. items.Select(i => features[i])]), actual);
    }

    /// <summary>A record for each candidate, encoded by the plan, scored by the model.</summary>
    private static float[] Reference(TrainedModel model, StageContext context, string[] ids, FeatureValues[] features)
    {
        using RecordBuilder builder = new(model.Plan.Schema);
        using RecordEncoder encoder = model.Plan.NewEncoder(builder.Block.Columns, needLabel: false);
        string[] columns = [.. builder.Block.Columns];
        for (int i = 0; i < ids.Length; i++)
        {
            builder.Begin();
            foreach (string column in columns)
            {
                FeatureValue own = features[i][column], ofContext = context.Request.Context[column];
                if (column == "item") builder.Set(column, ids[i]);
                else if (column == "user") builder.Set(column, context.Request.User);
                else if (column == "history") builder.Set(column, context.User.History);
                else (column is "genres" or "price" ? own : ofContext.IsMissing ? context.User.Features[column] : ofContext).SetIn(builder, column);
            }
            builder.End();
        }
        using Batch batch = new(model.Plan.Layout);
        encoder.Transform(builder.Block, batch);
        using StepArena arena = new();
        Tape tape = new(WorkerTeam.Single, arena) { Training = false, RecordsGradients = false };
        using EmbeddedBatch embedded = new(model.Live.Model, WorkerTeam.Single);
        embedded.Pull(batch, model.Live.Tables, PullMode.Scoring);
        tape.Reset();
        embedded.Begin(tape);
        MatrixView logits = model.Live.Model.Forward(tape, embedded).Value;
        return [.. Enumerable.Range(0, ids.Length).Select(row => logits[row, 0])];
    }

    private RankingScorer Scorer(string name, string path)
    {
        TrainedModel model = ModelDirectory.Load(shop[name], WorkerTeam.Single);
        ColumnSides sides = new(model.Plan, shop.Data.Items.Names);
        EncodedItems.Write(path, sides.ItemPlan, shop.Data.Items, default);
        return new RankingScorer(model, sides, new EncodedItems(path, sides.ItemPlan, shop.Data.Items.Count));
    }

    private static long Allocated(RankingScorer scorer, StageContext context, ReadOnlySpan<int> items)
    {
        float[] scores = new float[items.Length];
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            scorer.Score(context, items, scores);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }

    private static StageContext Context(string kind)
    {
        string[] history = kind switch
        {
            "known" => ["i4", "i8", "nothing like it", "i12"],
            "long" => [.. Enumerable.Range(0, 20).Select(i => string.Create(CultureInfo.InvariantCulture, $"i{i}"))],
            "nothing" => [],
            _ => ["i1"],
        };
        FeatureValues features = kind == "nothing" ? FeatureValues.Empty
            : new([KeyValuePair.Create("age", FeatureValue.Number(31)), KeyValuePair.Create("device", FeatureValue.Text("desk")), KeyValuePair.Create("mood", FeatureValue.Text("good"))]);
        FunnelRequest request = new()
        {
            User = kind switch { "known" or "long" => "u3", "unknown" => "u999", _ => null },
            Context = kind == "context" ? new FeatureValues([KeyValuePair.Create("device", FeatureValue.Text("phone")), KeyValuePair.Create("age", FeatureValue.Number(48))]) : FeatureValues.Empty,
        };
        return new StageContext(request, new UserState(features, history), -1, [], new FakeItems(1), default, new RandomStream(0, "test"), default);
    }
}
