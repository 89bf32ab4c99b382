using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;

namespace Winnow.Benchmarks.Training;

/// <summary>Trains and scores one DeepFM: embeddings by Adagrad, the rest by Adam, as the peer does.</summary>
internal sealed class CtrTrainer : IDisposable
{
    private const float DenseRate = 1e-3f, SparseRate = 0.01f;

    private readonly WorkerTeam _team;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly RankingModel _model;
    private readonly IEmbeddingTable[] _tables;
    private readonly EmbeddedBatch _embedded;
    private readonly Batch[] _batches;
    private readonly AdamOptimizer _adam = new();
    private int _next;

    internal CtrTrainer(CtrNet net, WorkerTeam team)
    {
        _team = team;
        _tape = new Tape(team, _arena);
        FeatureSchema schema = CtrBatches.Schema;
        DeepFmOptions options = new() { EmbeddingDim = CtrNet.EmbeddingDim, Deep = new MlpOptions { Hidden = net.Hidden } };
        _model = options.Create(new ParameterFactory(schema, seed: 0));
        SparseOptimizerOptions adagrad = new() { Algorithm = SparseAlgorithm.Adagrad, LearningRate = SparseRate };
        _tables = [.. _model.Tables.Select(t => EmbeddingTables.Create(
            new EmbeddingTableOptions { Name = t.Name, Dimension = t.Width, ZeroColumns = t.ZeroColumns }, adagrad, team))];
        _embedded = new EmbeddedBatch(_model, team);
        _batches = CtrBatches.Make(schema, 24);
        FillTables();
    }

    /// <summary>One step of training, from keys to updated rows.</summary>
    internal void Train()
    {
        _tape.Training = _tape.RecordsGradients = true;
        Tensor loss = _model.Loss(_tape, Forward(PullMode.Training), _embedded);
        _tape.Backward(loss);
        if (!float.IsFinite(loss.Scalar) || _embedded.Push(_tables) is not null) throw new InvalidOperationException("The loss is not finite.");
        foreach (IEmbeddingTable table in _tables) table.Advance();
        _adam.Step(_model.Parameters, DenseRate, _team);
    }

    /// <summary>The logits of one batch.</summary>
    internal void Score()
    {
        _tape.Training = _tape.RecordsGradients = false;
        Forward(PullMode.Scoring);
    }

    public void Dispose()
    {
        foreach (Batch batch in _batches) batch.Dispose();
        foreach (IEmbeddingTable table in _tables) table.Dispose();
        _embedded.Dispose();
        _model.Dispose();
        _arena.Dispose();
    }

    private Tensor Forward(PullMode mode)
    {
        _tape.Reset();
        _embedded.Pull(_batches[_next++ % _batches.Length], _tables, mode);
        _embedded.Begin(_tape);
        return _model.Forward(_tape, _embedded);
    }

    /// <summary>Gives every key its row beforehand: the peer's table is as large from the start.</summary>
    private unsafe void FillTables()
    {
        const int Keys = 1 << 15;
        ulong[] keys = new ulong[Keys];
        int[] hints = new int[Keys];
        foreach (IEmbeddingTable table in _tables)
        {
            using NativeBuffer<float> rows = new((nuint)(Keys * table.Dimension));
            for (int first = 0; first < CtrNet.Vocabulary; first += Keys)
            {
                for (int i = 0; i < Keys; i++) keys[i] = CtrBatches.Key(first + i);
                table.Pull(keys, hints, new MatrixView(rows.Pointer, Keys, table.Dimension), PullMode.Training);
            }
        }
    }
}
