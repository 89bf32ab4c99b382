using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A batch together with the embedding rows its keys need: what a model sees.</summary>
/// <remarks>
/// A step is <see cref="Pull"/>, <see cref="Begin"/>, the model, <c>tape.Backward</c>, <see cref="Push"/>. The distinct keys are found once
/// and looked up once in each table. Pulling touches no tape, so a second instance may pull the next batch meanwhile.
/// Reusable; once warm it allocates no managed memory. Belongs to one thread.
/// </remarks>
public sealed unsafe partial class EmbeddedBatch : IDisposable
{
    private readonly FeatureSchema _schema;
    private readonly IReadOnlyList<TableSpec> _specs;
    private readonly TableBlock[] _blocks;
    private readonly DistinctKeys _keys = new();
    private readonly NativeBuffer<bool> _averaged;
    private readonly WorkerTeam _team;
    private Batch? _batch;

    /// <summary>Room for the batches of one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="team">Threads that find the distinct keys.</param>
    public EmbeddedBatch(RankingModel model, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(team);
        (_schema, _specs, _team) = (model.Schema, model.Tables, team);
        _blocks = [.. _specs.Select(s => new TableBlock(s.Width))];
        _averaged = new NativeBuffer<bool>((nuint)_schema.IdFeatures.Count);
        for (int f = 0; f < _schema.IdFeatures.Count; f++)
            _averaged[(nuint)f] = _schema.IdFeatures[f] is { IsMultiValued: true, Pooling: Pooling.Mean };
        _tensors = new Tensor[_specs.Count];
    }

    /// <summary>Number of examples.</summary>
    public int Rows => Batch.Rows;

    /// <summary>The batch that was pulled for.</summary>
    /// <exception cref="InvalidOperationException">None was.</exception>
    public Batch Batch
    {
        get
        {
            if (_batch is null) Throw.NotPulled();
            return _batch;
        }
    }

    /// <summary>Labels, [rows].</summary>
    public ReadOnlySpan<float> Labels => Batch.Labels;

    /// <summary>Row weights, [rows]; empty if all are 1.</summary>
    public ReadOnlySpan<float> Weights => Batch.Weights;

    /// <summary>Number of distinct keys.</summary>
    public int DistinctKeys => _keys.Count;

    /// <summary>The distinct keys, in the order of the pulled rows.</summary>
    public ReadOnlySpan<ulong> Keys => _keys.Keys;

    /// <summary>The rows that were pulled from a table, one for each of <see cref="Keys"/>; may be changed before <see cref="Begin"/>.</summary>
    /// <param name="table">Index in <see cref="RankingModel.Tables"/>.</param>
    public MatrixView RowsOf(int table) => _blocks[table].Value;

    /// <summary>What <c>tape.Backward</c> left for <see cref="RowsOf"/>, same shape.</summary>
    /// <param name="table">Index in <see cref="RankingModel.Tables"/>.</param>
    public MatrixView GradientsOf(int table) => _blocks[table].Gradient;

    /// <summary>Finds the distinct keys of a batch and reads their rows.</summary>
    /// <param name="batch">Must stay as it is until the step is over.</param>
    /// <param name="tables">One table for each of <see cref="RankingModel.Tables"/>, in that order.</param>
    /// <param name="mode">Whether unknown keys are counted and admitted.</param>
    /// <exception cref="ArgumentException">Batch or tables do not fit the model.</exception>
    public void Pull(Batch batch, IReadOnlyList<IEmbeddingTable> tables, PullMode mode)
    {
        CheckTables(tables);
        Prepare(batch);
        for (int i = 0; i < _blocks.Length; i++)
        {
            TableBlock block = _blocks[i];
            tables[i].Pull(_keys.Keys, mode == PullMode.Training ? block.Hints : [], block.Value, mode);
        }
    }

    /// <summary>Finds the distinct keys of a batch and makes room for their rows, which the caller then writes through <see cref="RowsOf"/>: for who
    /// wants to see what a model makes of other rows than those of its tables.</summary>
    /// <param name="batch">Must stay as it is until the step is over.</param>
    /// <exception cref="ArgumentException">The batch does not fit the model.</exception>
    public void Prepare(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Layout != _schema.Layout) Throw.LayoutsDiffer(_schema.Layout, batch.Layout);
        _tape = null;
        _batch = batch;
        _keys.Reduce(batch.Keys, _team);
        foreach (TableBlock block in _blocks) block.Resize(_keys.Count);
    }

    /// <summary>Updates the rows of the tables by the gradients that <c>tape.Backward</c> left here.</summary>
    /// <param name="tables">The tables that were pulled from.</param>
    /// <returns>Null, or the first row whose gradient is not finite, table by table. Such rows are left as they were: stop and name them.</returns>
    /// <exception cref="InvalidOperationException">There was no step.</exception>
    public NonFiniteGradient? Push(IReadOnlyList<IEmbeddingTable> tables)
    {
        CheckTables(tables);
        if (_tape is null) Throw.NotPulled();
        NonFiniteGradient? fault = null;
        for (int i = 0; i < _blocks.Length; i++)
        {
            int bad = tables[i].Push(_keys.Keys, _blocks[i].Hints, _blocks[i].Gradient);
            if (bad >= 0) fault ??= new NonFiniteGradient(_specs[i].Name, _keys.Keys[bad]);
        }
        return fault;
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        foreach (TableBlock block in _blocks) block.Dispose();
        _keys.Dispose();
        _averaged.Dispose();
        _batch = null;
        _tape = null;
    }

    private void CheckTables(IReadOnlyList<IEmbeddingTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count != _specs.Count) Throw.TableCount(_specs.Count, tables.Count);
        for (int i = 0; i < _specs.Count; i++)
            if (tables[i].Dimension != _specs[i].Width) Throw.TableWidth(_specs[i], tables[i].Name, tables[i].Dimension);
    }
}
