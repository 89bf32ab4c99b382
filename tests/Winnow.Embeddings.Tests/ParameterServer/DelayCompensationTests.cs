using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Embeddings.Tests;

/// <summary>Compensated updates against the formulas, computed plainly in double precision.</summary>
public sealed class DelayCompensationTests
{
    private const float Rate = 0.1f, Lambda = 0.7f, Decay = 0.9f;
    private const int Dimension = 19, Keys = 40, Steps = 12;
    private const double Epsilon = 1e-7;

    public static TheoryData<DelayCompensationForm> Forms => [DelayCompensationForm.Constant, DelayCompensationForm.Adaptive];

    [Theory, MemberData(nameof(Forms))]
    public void Push_OfLateRowGradients_FollowsTheFormula(DelayCompensationForm form)
    {
        EmbeddingTableOptions table = new() { Name = "t", Dimension = Dimension, InitialScale = 0.5f };
        SparseOptimizerOptions sgd = new() { Algorithm = SparseAlgorithm.Sgd, LearningRate = Rate };
        using TestShards shards = new(table, sgd, 2, Compensation(form));
        ulong[] keys = [.. Enumerable.Range(1, Keys).Select(i => (ulong)i)];
        Model model = new(form, [.. shards.Pull(keys).SelectMany(row => row)]);
        List<float[][]> pulls = [];
        Random random = new(5);
        for (int step = 0; step < Steps; step++)
        {
            pulls.Add(shards.Pull(keys));
            float[][] pulled = pulls[Math.Max(0, step - 3)], gradients = TestTable.Gradients(random, Keys, Dimension);
            model.Push([.. gradients.SelectMany(g => g)], [.. pulled.SelectMany(row => row)]);

            Assert.Equal(UpdateOutcome.Applied, shards.Push(new(1, step, 1, Rate), keys, gradients, pulled));

            model.AssertNear([.. shards.Pull(keys).SelectMany(row => row)]);
        }
    }

    [Theory, MemberData(nameof(Forms))]
    public void Push_OfALateDenseGradient_FollowsTheFormula(DelayCompensationForm form)
    {
        const int Length = 777;
        Random random = new(6);
        float[] start = Vector(random, Length);
        using DenseBlock block = new(new() { Name = "w", Length = Length, Optimizer = new SgdOptimizer(), Compensation = Compensation(form) }, start);
        Model model = new(form, start);
        List<float[]> pulls = [];
        for (int step = 0; step < Steps; step++)
        {
            pulls.Add([.. block.Values]);
            float[] pulled = pulls[Math.Max(0, step - 3)], gradient = Vector(random, Length);
            model.Push(gradient, pulled);
            Assert.Equal(UpdateOutcome.Applied, block.Push(new(1, step, 1, Rate), gradient, pulled, out _));
            model.AssertNear([.. block.Values]);
        }
    }

    [Theory]
    [InlineData(SparseAlgorithm.Sgd, RowPrecision.Float32)]
    [InlineData(SparseAlgorithm.RowWiseAdagrad, RowPrecision.BFloat16)]
    [InlineData(SparseAlgorithm.LazyAdam, RowPrecision.Float32)]
    public void Push_LambdaZeroOrNothingChangedSince_EqualsThePlainUpdate(SparseAlgorithm algorithm, RowPrecision precision)
    {
        EmbeddingTableOptions table = Combinations.Table(precision, 3, "time");
        SparseOptimizerOptions rule = Combinations.Optimizer(algorithm);
        using TestShards plain = new(table, rule, 1), zero = new(table, rule, 1, Compensation(DelayCompensationForm.Constant) with { Lambda = 0 });
        using TestShards punctual = new(table, rule, 1, Compensation(DelayCompensationForm.Adaptive));
        Random random = new(7);
        for (int step = 0; step < 20; step++)
        {
            ulong[] keys = Combinations.Keys(random, step);
            float[][] gradients = TestTable.Gradients(random, keys.Length, Combinations.Dimension), pulled = punctual.Pull(keys);
            UpdateTag tag = new(1, step, 1, 0.05f);
            plain.Push(tag, keys, gradients);
            zero.Push(tag, keys, gradients, TestTable.Gradients(random, keys.Length, Combinations.Dimension));
            punctual.Push(tag, keys, gradients, pulled);
        }
        Assert.Equal(plain.Save(), zero.Save());
        Assert.Equal(plain.Save(), punctual.Save());
    }

    [Fact]
    public void Load_OfACompensatedShard_GoesOnAsTheOriginal()
    {
        EmbeddingTableOptions table = Combinations.Table(RowPrecision.Float32, 1, "time");
        using TestShards shards = new(table, Combinations.Optimizer(SparseAlgorithm.Adagrad), 1, Compensation(DelayCompensationForm.Adaptive));
        Random random = new(8);
        for (int step = 0; step < 10; step++) Step(step);
        StateBuffer state = StateBuffer.Empty;
        shards.Shards[0].Save(ref state);
        StateReader reader = new(state.Blocks);
        using TableShard? loaded = TableShard.Load(ref reader, WorkerTeam.Single, out string? fault);
        reader.Dispose();
        Assert.Null(fault);
        Assert.Equal(shards.Shards[0].Digest(), loaded!.Digest());

        void Step(int step)
        {
            ulong[] keys = Combinations.Keys(random, step);
            shards.Push(new(1, step, 1, 0.05f), keys, TestTable.Gradients(random, keys.Length, 5), TestTable.Gradients(random, keys.Length, 5));
        }
    }

    private static DelayCompensation Compensation(DelayCompensationForm form) => new() { Form = form, Lambda = Lambda, MeanSquareDecay = Decay };

    private static float[] Vector(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];

    /// <summary>Stochastic gradient descent with compensation, number by number.</summary>
    private sealed class Model(DelayCompensationForm form, float[] start)
    {
        private readonly double[] _values = [.. start.Select(x => (double)x)], _meanSquare = new double[start.Length];
        private int _steps;

        internal void Push(float[] gradient, float[] pulled)
        {
            _steps++;
            for (int i = 0; i < _values.Length; i++)
            {
                double g = gradient[i], lambda = Lambda;
                if (form == DelayCompensationForm.Adaptive)
                {
                    _meanSquare[i] = Decay * _meanSquare[i] + (1 - (double)Decay) * g * g;
                    lambda /= Math.Sqrt(_meanSquare[i] + Epsilon);
                }
                _values[i] -= Rate * (g + lambda * g * g * (_values[i] - pulled[i]));
            }
        }

        /// <summary>A step makes fewer than 16 rounding errors, each of at most 2⁻²⁴ of numbers below 4, and errors before it do not grow.</summary>
        internal void AssertNear(float[] actual)
        {
            double bound = _steps * 16 * 4 * Math.Pow(2, -24);
            for (int i = 0; i < actual.Length; i++) Assert.InRange(actual[i], _values[i] - bound, _values[i] + bound);
        }
    }
}
