using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models.Tests;

public sealed class ParameterFactoryTests
{
    [Fact]
    public void Columns_DeclaredInAnyOrder_ZeroColumnsComeFirst()
    {
        using ParameterFactory make = new(Examples.Plain, 1);
        TableColumns vector = make.Columns(5, startAtZero: false), weight = make.Columns(1, startAtZero: true);
        TableColumns other = make.Columns(2, startAtZero: false, "other", new SparseOptimizerOptions { LearningRate = 0.5f });

        IReadOnlyList<TableSpec> tables = make.Complete();

        Assert.Equal([new TableSpec("embeddings", 6, 1), new TableSpec("other", 2, 0, new SparseOptimizerOptions { LearningRate = 0.5f })], tables);
        Assert.Equal((1, 0, 0), (vector.First, weight.First, other.First));
    }

    [Fact]
    public void Parameter_SameSeedAndName_StartsTheSameWhateverElseThereIs()
    {
        using ParameterFactory one = new(Examples.Plain, 7), two = new(Examples.Plain, 7), other = new(Examples.Plain, 8);
        two.Parameter("before", new Shape(3, 3), Initial.Glorot);
        float[] a = one.Parameter("w", new Shape(4, 5), Initial.Glorot).Values.ToArray();
        Assert.Equal(a, two.Parameter("w", new Shape(4, 5), Initial.Glorot).Values.ToArray());
        Assert.NotEqual(a, other.Parameter("w", new Shape(4, 5), Initial.Glorot).Values.ToArray());
    }

    [Fact]
    public void Parameter_EveryInitial_HasItsSpread()
    {
        using ParameterFactory make = new(Examples.Plain, 7);
        Shape shape = new(100, 200);
        double Deviation(string name, Initial initial) => Math.Sqrt(make.Parameter(name, shape, initial).Values.ToArray().Average(v => (double)v * v));

        const double Relative = 4 / 200.0;       // 4 standard errors of a deviation from 20,000 numbers, at most 1 / √(2n) each
        Assert.Equal(1, Deviation("glorot", Initial.Glorot) / Math.Sqrt(2.0 / 300), Relative);
        Assert.Equal(1, Deviation("he", Initial.He) / Math.Sqrt(2.0 / 100), Relative);
        Assert.Equal(1, Deviation("normal", Initial.Normal(0.3f)) / 0.3, Relative);
        Assert.Equal(0, Deviation("zero", Initial.Zero));
        Assert.Equal(2.5, Deviation("constant", Initial.Constant(2.5f)), 1e-6);
    }

    [Fact]
    public void Parameter_NameTakenOrModelComplete_Throws()
    {
        using ParameterFactory make = new(Examples.Plain, 7);
        make.Bias("b", 2);
        make.BatchStatistics("norm", 2);
        Assert.Throws<ArgumentException>(() => make.Bias("b", 2));
        Assert.Throws<ArgumentException>(() => make.Bias("norm.gain", 2));
        make.Complete();
        Assert.Throws<InvalidOperationException>(() => make.Bias("late", 2));
        Assert.Throws<InvalidOperationException>(() => make.Columns(1, startAtZero: true));
        Assert.Throws<InvalidOperationException>(() => make.BatchStatistics("late", 2));
    }

    [Fact]
    public void Options_SeveralFaults_AreListedTogether()
    {
        DcnV2Options options = new() { EmbeddingDim = 0, CrossLayers = -1, Deep = new MlpOptions { Dropout = 1, Hidden = [8, 0] } };

        string message = Assert.Throws<ArgumentException>(() => options.Create(new ParameterFactory(Examples.Plain, 1))).Message;

        foreach (string part in (string[])["EmbeddingDim is 0", "CrossLayers is -1", "Deep.Dropout is 1", "Deep.Hidden is [8, 0]"])
            Assert.Contains(part, message);
    }

    [Fact]
    public void Create_Defaults_EveryModelAsksForItsTables()
    {
        Dictionary<string, string> expected = new()
        {
            ["LogisticRegression"] = "embeddings 1 (1) Ftrl",
            ["FactorizationMachine"] = "embeddings 17 (1) ",
            ["FieldAwareFactorizationMachine"] = "embeddings 13 (1) ",
            ["WideAndDeep"] = "wide 1 (1) Ftrl, embeddings 16 (0) ",
            ["DeepFm"] = "embeddings 17 (1) ",
            ["MultilayerPerceptron"] = "embeddings 16 (0) ",
            ["DcnV2"] = "embeddings 16 (0) ",
        };
        RankingModelOptions[] all =
        [
            new LogisticRegressionOptions(), new FactorizationMachineOptions(), new FieldAwareFactorizationMachineOptions(),
            new WideAndDeepOptions(), new DeepFmOptions(), new MultilayerPerceptronOptions(), new DcnV2Options(),
        ];
        foreach (RankingModelOptions options in all)
        {
            using RankingModel model = options.Create(new ParameterFactory(Examples.Plain, 1));
            string tables = string.Join(", ", model.Tables.Select(t => $"{t.Name} {t.Width} ({t.ZeroColumns}) {t.Optimizer?.Algorithm}"));
            Assert.Equal(expected[model.GetType().Name], tables);
        }
        Assert.Equal(expected.Count, all.Length);
    }
}
