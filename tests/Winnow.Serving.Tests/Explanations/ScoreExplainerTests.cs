using Winnow.Data;
using Winnow.Models;
using Winnow.Models.Tests;
using Winnow.Numerics;

namespace Winnow.Serving.Tests;

public class ScoreExplainerTests
{
    private static readonly MlpOptions s_deep = new() { Hidden = [12, 7], Activation = Activation.Relu };
    private static readonly float[] s_means = [0.2f, -0.1f];

    // A term is a sum of at most 60 products of numbers below 2; each passes fewer than 40 roundings of 2⁻²⁴.
    private const double Rounding = 60 * 4 * 40 * 5.96e-8;

    [Fact]
    public void Explain_LogisticRegression_EqualsItsWeights()
    {
        using Explained x = new(new LogisticRegressionOptions(), Examples.Jagged);
        for (int row = 0; row < Examples.Rows; row++)
        {
            ScoreExplanation told = x.Explain(row);

            AssertTerms(told, x, f => x.Reference.Pooled(row, f, 0), d => x.Reference.Parameter("linear.dense")[d] * (x.Reference.Dense(row, d) - s_means[d]));
            Assert.Equal(x.Reference.Linear(row), told.Logit, Rounding);
            Assert.Equal("exact", told.Method);
            Assert.Equal(0, told.Remainder, Rounding);
        }
    }

    [Fact]
    public void Explain_FactorizationMachine_SharesEachPairInHalves()
    {
        using Explained x = new(new FactorizationMachineOptions { EmbeddingDim = 3 }, Examples.Jagged);
        for (int row = 0; row < Examples.Rows; row++)
        {
            ScoreExplanation told = x.Explain(row);

            AssertTerms(told, x,
                f => x.Reference.Pooled(row, f, 0) + 0.5 * Others(x, f).Sum(g => Products(3, d => x.Reference.Pooled(row, f, 1 + d) * x.Reference.Pooled(row, g, 1 + d))),
                d => x.Reference.Parameter("linear.dense")[d] * (x.Reference.Dense(row, d) - s_means[d]));
            Assert.Equal(x.Reference.Linear(row) + x.Reference.Pairs(row, 1, 3), told.Logit, Rounding);
            Assert.Equal("exact", told.Method);
            Assert.Equal(0, told.Remainder, Rounding);
        }
    }

    [Fact]
    public void Explain_FieldAwareFactorizationMachine_SharesEachPairInHalves()
    {
        using Explained x = new(new FieldAwareFactorizationMachineOptions { EmbeddingDim = 2 }, Examples.Plain);
        for (int row = 0; row < Examples.Rows; row++)
        {
            AssertTerms(x.Explain(row), x,
                f => x.Reference.Pooled(row, f, 0)
                    + 0.5 * Others(x, f).Sum(g => Products(2, d => x.Reference.Pooled(row, f, 1 + g * 2 + d) * x.Reference.Pooled(row, g, 1 + f * 2 + d))),
                _ => 0);
        }
    }

    public static TheoryData<RankingModelOptions, string> DeepModels => new()
    {
        { new WideAndDeepOptions { EmbeddingDim = 4, Deep = s_deep }, "exact for linear terms, integrated gradients" },
        { new DeepFmOptions { EmbeddingDim = 4, Deep = s_deep }, "exact for linear and FM terms, integrated gradients" },
        { new DeepFmOptions { EmbeddingDim = 4, Deep = s_deep with { BatchNorm = true, Dropout = 0.5f } }, "exact for linear and FM terms, integrated gradients" },
        { new DcnV2Options { EmbeddingDim = 4, Deep = s_deep }, "integrated gradients" },
        { new DcnV2Options { EmbeddingDim = 4, Deep = s_deep, Structure = DcnStructure.Stacked, CrossRank = 2 }, "integrated gradients" },
        { new MultilayerPerceptronOptions { EmbeddingDim = 4, Deep = s_deep with { Activation = Activation.Sigmoid } }, "integrated gradients" },
    };

    [Theory, MemberData(nameof(DeepModels))]
    public void Explain_DeepNets_AddUpToTheLogit(RankingModelOptions options, string method)
    {
        using Explained x = new(options, Examples.Jagged, new ScoreExplainerOptions { Tolerance = 0.002f, MostNodes = 1024 });
        for (int row = 0; row < Examples.Rows; row++)
        {
            ScoreExplanation told = x.Explain(row);

            Assert.StartsWith(method, told.Method);
            Assert.Equal(x.LogitOf(row), told.Logit, Rounding);
            Assert.InRange(Math.Abs(told.Remainder), 0, 0.002 * Math.Max(1, Math.Abs(told.Logit - told.Baseline)));
            Assert.Equal(told.Logit, told.Baseline + told.Terms.Sum(t => t.Amount) + told.Remainder, Rounding);
            Assert.Equal(told.Terms.OrderByDescending(t => Math.Abs(t.Amount)), told.Terms);
        }
    }

    [Fact]
    public void Explain_SmoothNet_EqualsTheIntegralOfItsDefinition()
    {
        MlpOptions deep = new() { Hidden = [6, 5], Activation = Activation.Tanh };
        using Explained x = new(new DeepFmOptions { EmbeddingDim = 3, Deep = deep }, Examples.Plain);
        const int row = 2;
        ScoreExplanation told = x.Explain(row);

        AssertTerms(told, x, f => IntegralOf(x, row, f, deep), _ => 0);
    }

    [Fact]
    public void Explain_TwoFeaturesWithTheSameRow_AreToldApart()
    {
        FeatureSchema schema = new(
        [
            new Column("item", ColumnKind.Id) { Table = "items" }, new Column("history", ColumnKind.Sequence) { Table = "items", Pooling = Pooling.Sum, MaxLength = 10 },
            new Column("click", ColumnKind.Label),
        ]);
        using RankingModel model = new LogisticRegressionOptions().Create(new ParameterFactory(schema, 1));
        RecordingTable table = new(model.Tables[0]);
        (table.Rows[7], table.Rows[8]) = ([0.5], [-0.25]);
        using Batch batch = new(schema.Layout);
        batch.Resize(1, 4);
        ((ulong[])[7, 7, 8, 7]).CopyTo(batch.Keys);
        ((int[])[0, 1, 4]).CopyTo(batch.Offsets);
        using ScoreExplainer explainer = new(model, [table], []);

        ScoreExplanation told = explainer.Explain(batch, 0, c => c.Name + "!");

        Assert.Equal([new FeatureTerm("history", "history!", 0.75f), new FeatureTerm("item", "item!", 0.5f)], told.Terms);
    }

    [Fact]
    public void Explain_FromSeveralThreads_SameAnswersAndTheModelIsUntouched()
    {
        using Explained x = new(new DeepFmOptions { EmbeddingDim = 4, Deep = s_deep }, Examples.Jagged);
        float[][] before = [.. x.Model.Parameters.Select(p => p.Values.ToArray())];
        string[] alone = [.. Enumerable.Range(0, Examples.Rows).Select(r => Words(x.Explain(r)))];
        string[] together = new string[8 * Examples.Rows];

        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = Words(x.Explain(i % Examples.Rows)));

        for (int i = 0; i < together.Length; i++) Assert.Equal(alone[i % Examples.Rows], together[i]);
        Assert.All(x.Model.Parameters, p => Assert.False(p.HasGradient));
        Assert.Equal(before, x.Model.Parameters.Select(p => p.Values.ToArray()));
    }

    [Fact]
    public void Explain_BatchOfAnotherSchema_SaysSo()
    {
        using Explained x = new(new LogisticRegressionOptions(), Examples.Jagged);
        using Batch other = Examples.Batch(Examples.Plain);

        Assert.Contains("one feature plan", Assert.Throws<ArgumentException>(() => x.Explainer.Explain(other, 0, c => "")).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Explain(Examples.Rows));
    }

    [Fact]
    public void Constructor_OptionsOutOfRange_TellsEachFault()
    {
        string message = Assert.Throws<ArgumentException>(new ScoreExplainerOptions { Tolerance = 0, MostNodes = 0 }.Validate).Message;

        Assert.Contains("Tolerance", message);
        Assert.Contains("MostNodes", message);
    }

    private static void AssertTerms(ScoreExplanation told, Explained x, Func<int, double> ofId, Func<int, double> ofNumber)
    {
        FeatureSchema schema = x.Model.Schema;
        for (int f = 0; f < schema.IdFeatures.Count; f++) Assert.Equal(ofId(f), AmountOf(told, schema.IdFeatures[f].Name), Rounding);
        for (int d = 0; d < schema.DenseFeatures.Count; d++) Assert.Equal(ofNumber(d), AmountOf(told, schema.DenseFeatures[d].Name), Rounding);
    }

    /// <summary>∫ ∂F/∂x_f · x_f along the way, in double precision, the slope by central differences.</summary>
    private static double IntegralOf(Explained x, int row, int feature, MlpOptions deep)
    {
        const double step = 1e-5;
        GaussLegendre rule = GaussLegendre.Rule(64);
        double sum = 0;
        for (int i = 0; i < 64; i++) sum += rule.Weights[i] * (At(rule.Nodes[i], step) - At(rule.Nodes[i], -step)) / (2 * step);
        return sum;

        double At(double share, double more)
        {
            Dictionary<ulong, double[]> rows = x.Tables[0].Rows;
            Dictionary<ulong, double[]> kept = rows.ToDictionary(r => r.Key, r => r.Value);
            foreach ((ulong key, double[] values) in kept) rows[key] = [.. values.Select(v => v * (share + ((int)(key / 1000) - 1 == feature ? more : 0)))];
            double[] hidden = x.Reference.Hidden(x.Reference.Flat(row, 1, 3), deep.Hidden.Length, Math.Tanh);
            double logit = x.Reference.Linear(row) + x.Reference.Pairs(row, 1, 3) + x.Reference.Map(hidden, "deep.out.weight", "deep.out.bias")[0];
            foreach ((ulong key, double[] values) in kept) rows[key] = values;
            return logit;
        }
    }

    private static double AmountOf(ScoreExplanation told, string feature) => told.Terms.SingleOrDefault(t => t.Feature == feature)?.Amount ?? 0;

    private static IEnumerable<int> Others(Explained x, int feature) => Enumerable.Range(0, x.Model.Schema.IdFeatures.Count).Where(g => g != feature);

    private static double Products(int dim, Func<int, double> product) => Enumerable.Range(0, dim).Sum(product);

    private static string Words(ScoreExplanation told) => $"{told with { Terms = [] }} {string.Join(' ', told.Terms)}";

    /// <summary>A model with numbers away from zero, some examples, and its explainer.</summary>
    private sealed class Explained : IDisposable
    {
        public Explained(RankingModelOptions options, FeatureSchema schema, ScoreExplainerOptions? explaining = null)
        {
            Model = options.Create(new ParameterFactory(schema, seed: 3));
            Random random = new(5);
            foreach (Parameter parameter in Model.Parameters)
                foreach (ref float v in parameter.Values) v = (float)(parameter.Name.EndsWith("variance", StringComparison.OrdinalIgnoreCase) ? 0.5 + random.NextDouble() : 1.2 * random.NextDouble() - 0.6);
            Batch = Examples.Batch(schema);
            Tables = [.. Model.Tables.Select(t => new RecordingTable(t))];
            Explainer = new ScoreExplainer(Model, Tables, s_means[..schema.DenseFeatures.Count], explaining);
            Reference = new ReferenceBatch(Model, Batch, Tables);
            LogitOf(0);                                         // gives every key its row
        }

        public RankingModel Model { get; }

        public Batch Batch { get; }

        public RecordingTable[] Tables { get; }

        public ScoreExplainer Explainer { get; }

        public ReferenceBatch Reference { get; }

        public ScoreExplanation Explain(int row) => Explainer.Explain(Batch, row, c => c.Name);

        public float LogitOf(int row)
        {
            using StepArena arena = new();
            using EmbeddedBatch embedded = new(Model, WorkerTeam.Single);
            Tape tape = new(WorkerTeam.Single, arena) { RecordsGradients = false };
            embedded.Pull(Batch, Tables, Embeddings.PullMode.Scoring);
            embedded.Begin(tape);
            return Model.Forward(tape, embedded).Value[row, 0];
        }

        public void Dispose()
        {
            Explainer.Dispose();
            Batch.Dispose();
            Model.Dispose();
        }
    }
}
