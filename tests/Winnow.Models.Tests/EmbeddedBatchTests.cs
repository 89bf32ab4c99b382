using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models.Tests;

public sealed class EmbeddedBatchTests : IDisposable
{
    private readonly StepArena _arena = new();
    private readonly RankingModel _model = new FactorizationMachineOptions { EmbeddingDim = 2 }.Create(new ParameterFactory(Examples.Plain, 1));
    private readonly Batch _batch = Examples.Batch(Examples.Plain);
    private readonly EmbeddedBatch _x;
    private readonly Tape _tape;
    private readonly RecordingTable[] _tables;

    public EmbeddedBatchTests()
    {
        _x = new EmbeddedBatch(_model, WorkerTeam.Single);
        _tape = new Tape(WorkerTeam.Single, _arena);
        _tables = [.. _model.Tables.Select(t => new RecordingTable(t))];
    }

    [Fact]
    public void Begin_BeforePull_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => _x.Begin(_tape));
        _x.Pull(_batch, _tables, PullMode.Scoring);
        Assert.Throws<InvalidOperationException>(() => _x.Push(_tables));
        Assert.Throws<InvalidOperationException>(() => _x.Tape);
    }

    [Fact]
    public void Pull_TablesOrBatchOfAnotherModel_Throws()
    {
        Assert.Throws<ArgumentException>(() => _x.Pull(_batch, [], PullMode.Training));
        Assert.Throws<ArgumentException>(() => _x.Pull(_batch, [new RecordingTable(new TableSpec("t", 9, 0))], PullMode.Training));
        using Batch other = Examples.Batch(Examples.Jagged);
        Assert.Throws<ArgumentException>(() => _x.Pull(other, _tables, PullMode.Training));
    }

    [Fact]
    public void Flat_AskedTwice_IsOneTensor()
    {
        using ParameterFactory make = new(Examples.Plain, 1);
        _x.Pull(_batch, _tables, PullMode.Scoring);
        _x.Begin(_tape);
        _model.Forward(_tape, _x);
        int recorded = _tape.Count;
        Assert.Equal(_x.Dense, _x.Dense);
        Assert.Equal(recorded + 1, _tape.Count);
    }

    [Fact]
    public void Push_NonFiniteGradient_NamesTableAndKey()
    {
        _batch.Labels.Fill(float.NaN);
        _x.Pull(_batch, _tables, PullMode.Training);
        _x.Begin(_tape);
        Tensor loss = _model.Loss(_tape, _model.Forward(_tape, _x), _x);
        _tape.Backward(loss);

        NonFiniteGradient? fault = _x.Push(_tables);

        Assert.False(float.IsFinite(loss.Scalar));
        Assert.Equal("embeddings", fault?.Table);
        Assert.Contains(fault!.Value.Key, _batch.Keys.ToArray());
    }

    [Fact]
    public void Begin_ScoringTape_RecordsNoGradients()
    {
        _tape.RecordsGradients = false;
        _x.Pull(_batch, _tables, PullMode.Scoring);
        _x.Begin(_tape);
        Assert.False(_model.Forward(_tape, _x).NeedsGradient);
    }

    [Fact]
    public void Forward_ModelWithWrongShape_SaysWhatWasExpected()
    {
        using ParameterFactory make = new(Examples.Plain, 1);
        using WrongModel model = new(make);
        using EmbeddedBatch x = new(model, WorkerTeam.Single);
        x.Pull(_batch, [.. model.Tables.Select(t => new RecordingTable(t))], PullMode.Scoring);
        x.Begin(_tape);
        Assert.Contains("[7, 1]", Assert.Throws<InvalidOperationException>(() => model.Forward(_tape, x)).Message);
    }

    public void Dispose()
    {
        _x.Dispose();
        _batch.Dispose();
        _model.Dispose();
        _arena.Dispose();
    }

    private sealed class WrongModel(ParameterFactory make) : RankingModel(make)
    {
        private readonly FieldVectors _fields = new(make, 2);

        protected override Tensor Logits(Tape tape, EmbeddedBatch x) => _fields.Flat(x);
    }
}
