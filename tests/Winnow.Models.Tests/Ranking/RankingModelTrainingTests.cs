using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Models.Tests;

/// <summary>Every model in a training loop with real tables: it learns, it repeats to the bit, it allocates nothing once warm.</summary>
public sealed class RankingModelTrainingTests
{
    private static readonly MlpOptions s_deep = new() { Hidden = [16, 8], Dropout = 0.1f, BatchNorm = true };

    public static TheoryData<string> Models => [.. s_models.Keys];

    private static readonly Dictionary<string, RankingModelOptions> s_models = new()
    {
        ["lr"] = new LogisticRegressionOptions(),
        ["fm"] = new FactorizationMachineOptions { EmbeddingDim = 4 },
        ["ffm"] = new FieldAwareFactorizationMachineOptions { EmbeddingDim = 2 },
        ["widedeep"] = new WideAndDeepOptions { EmbeddingDim = 4, Deep = s_deep },
        ["deepfm"] = new DeepFmOptions { EmbeddingDim = 4, Deep = s_deep },
        ["mlp"] = new MultilayerPerceptronOptions { EmbeddingDim = 4, Deep = s_deep },
        ["dcnv2"] = new DcnV2Options { EmbeddingDim = 4, CrossLayers = 2, CrossRank = 3, Deep = s_deep },
    };

    [Theory, MemberData(nameof(Models))]
    public void Step_Repeated_LowersTheLoss(string name)
    {
        using Loop loop = new(s_models[name], threads: 2);
        float first = loop.Step(), last = 0;
        for (int i = 0; i < 60; i++) last = loop.Step();
        Assert.True(last < 0.9f * first, $"loss went from {first} to {last}");
    }

    [Theory, MemberData(nameof(Models))]
    public void Step_OneOrThreeThreads_SameBits(string name)
    {
        using Loop one = new(s_models[name], threads: 1), three = new(s_models[name], threads: 3);
        for (int i = 0; i < 4; i++) Assert.Equal(BitConverter.SingleToInt32Bits(one.Step()), BitConverter.SingleToInt32Bits(three.Step()));
        Assert.Equal(one.Bits(), three.Bits());
    }

    [Theory, MemberData(nameof(Models))]
    public void Step_Warm_AllocatesNothing(string name)
    {
        using Loop loop = new(s_models[name], threads: 1);
        for (int i = 0; i < 10; i++) loop.Step();

        Allocations.AssertNone(() => { for (int i = 0; i < 3; i++) loop.Step(); });
    }

    private sealed class Loop : IDisposable
    {
        private readonly WorkerTeam _team;
        private readonly StepArena _arena = new();
        private readonly Tape _tape;
        private readonly RankingModel _model;
        private readonly IEmbeddingTable[] _tables;
        private readonly Batch _batch = Examples.Batch(Examples.Jagged, rows: 900, distinct: 40);
        private readonly EmbeddedBatch _x;
        private readonly AdamOptimizer _optimizer = new();
        private ulong _step;

        public Loop(RankingModelOptions options, int threads)
        {
            _team = new WorkerTeam(threads);
            _tape = new Tape(_team, _arena) { Training = true };
            _model = options.Create(new ParameterFactory(Examples.Jagged, 1));
            _tables = [.. _model.Tables.Select(t => EmbeddingTables.Create(
                new EmbeddingTableOptions { Name = t.Name, Dimension = t.Width, ZeroColumns = t.ZeroColumns, InitialScale = 0.1f },
                (t.Optimizer ?? new SparseOptimizerOptions()) with { LearningRate = 0.2f },
                _team))];
            _x = new EmbeddedBatch(_model, _team);
            for (int r = 0; r < _batch.Rows; r++) _batch.Labels[r] = _batch.Keys[_batch.Offsets[3 * r]] % 3 == 0 ? 1 : 0;
        }

        public float Step()
        {
            _tape.Reset();
            _tape.Random = new RandomStream(1, "dropout").Fork(_step++);
            _x.Pull(_batch, _tables, PullMode.Training);
            _x.Begin(_tape);
            Tensor logits = _model.Forward(_tape, _x), loss = _model.Loss(_tape, logits, _x);
            _tape.Backward(loss);
            _optimizer.Step(_model.Parameters, 0.01f, _team);
            Assert.False(_x.Push(_tables).HasValue);
            foreach (IEmbeddingTable table in _tables) table.Advance();
            return loss.Scalar;
        }

        public List<int> Bits()
        {
            List<int> bits = [];
            foreach (Parameter parameter in _model.Parameters)
                foreach (float v in parameter.Values) bits.Add(BitConverter.SingleToInt32Bits(v));
            _x.Pull(_batch, _tables, PullMode.Scoring);
            _tape.Reset();
            _tape.Training = false;
            _x.Begin(_tape);
            MatrixView logits = _model.Forward(_tape, _x).Value;
            for (int r = 0; r < logits.Rows; r++) bits.Add(BitConverter.SingleToInt32Bits(logits[r, 0]));
            return bits;
        }

        public void Dispose()
        {
            foreach (IEmbeddingTable table in _tables) table.Dispose();
            _x.Dispose();
            _batch.Dispose();
            _model.Dispose();
            _team.Dispose();
            _arena.Dispose();
        }
    }
}
