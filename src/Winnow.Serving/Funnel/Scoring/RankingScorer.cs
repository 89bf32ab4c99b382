using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;

namespace Winnow.Serving;

/// <summary>A trained ranking model as pre-ranker or ranker: the request is encoded once, items were before, and all candidates go through the model together.</summary>
/// <remarks>Equal, bit for bit, to building a record for each candidate and encoding it. Works on the calling thread alone; safe from any thread; a warm call
/// allocates nothing that grows with the number of candidates.</remarks>
public sealed class RankingScorer : IItemScorer, IDisposable
{
    private const int MostRows = 4096;                      // of one pass; more candidates take several

    private readonly EncodedItems _items;
    private readonly ColumnSides _sides;
    private readonly ScratchPool<Pass> _passes;

    internal RankingScorer(TrainedModel model, ColumnSides sides, EncodedItems items)
    {
        (Model, _sides, _items) = (model, sides, items);
        _passes = new ScratchPool<Pass>(() => new Pass(this));
    }

    /// <summary>The model.</summary>
    public TrainedModel Model { get; }

    /// <summary>The features of the model that belong to the item, encoded once a release.</summary>
    internal IReadOnlyList<Column> ItemColumns => _sides.ItemPlan.Schema.Columns;

    /// <inheritdoc/>
    public void Score(StageContext context, ReadOnlySpan<int> items, Span<float> scores)
    {
        if (scores.Length != items.Length) throw new ArgumentException($"{scores.Length} places came for the scores of {items.Length} items.", nameof(scores));
        Pass pass = _passes.Rent();
        try
        {
            for (int first = 0; first < items.Length; first += MostRows)
            {
                context.Cancel.ThrowIfCancellationRequested();
                int count = Math.Min(MostRows, items.Length - first);
                pass.Score(context, items.Slice(first, count), scores.Slice(first, count));
            }
        }
        finally
        {
            _passes.Return(pass);
        }
    }

    /// <summary>Writes the rows that <see cref="Score"/> would give the model.</summary>
    /// <param name="context">The request.</param>
    /// <param name="items">Items by number, shape [n].</param>
    /// <param name="batch">Receives n rows; of the layout of the model's plan.</param>
    public void Fill(StageContext context, ReadOnlySpan<int> items, Batch batch)
    {
        Pass pass = _passes.Rent();
        try
        {
            pass.Fill(context, items, batch);
        }
        finally
        {
            _passes.Return(pass);
        }
    }

    /// <summary>Takes over changed features of an item.</summary>
    /// <param name="item">Its number.</param>
    /// <param name="id">Its id.</param>
    /// <param name="features">All its features.</param>
    /// <returns>False if the plan could not read one of them; they count as missing then.</returns>
    public bool Update(int item, string id, FeatureValues features) => _items.Update(item, id, features);

    /// <summary>Frees the model and the rows. No call may be under way.</summary>
    public void Dispose()
    {
        _passes.Dispose();
        _items.Dispose();
        Model.Dispose();
    }

    /// <summary>What one call needs for itself.</summary>
    private sealed class Pass : IDisposable
    {
        private readonly RankingScorer _owner;
        private readonly RequestEncoder? _request;
        private readonly RowAssembly _assembly;
        private readonly Batch _batch;
        private readonly StepArena _arena = new();
        private readonly Tape _tape;
        private readonly EmbeddedBatch _embedded;

        public Pass(RankingScorer owner)
        {
            _owner = owner;
            _request = owner._sides.RequestPlan is { } plan ? new RequestEncoder(plan) : null;
            _assembly = new RowAssembly(owner._sides);
            _batch = new Batch(owner._sides.Layout);
            _tape = new Tape(WorkerTeam.Single, _arena) { Training = false, RecordsGradients = false };
            _embedded = new EmbeddedBatch(owner.Model.Live.Model, WorkerTeam.Single);
        }

        public void Fill(StageContext context, ReadOnlySpan<int> items, Batch batch) =>
            _assembly.Fill(_request is null ? default : _request.Encode(context), _owner._items, items, batch);

        public void Score(StageContext context, ReadOnlySpan<int> items, Span<float> scores)
        {
            Fill(context, items, _batch);
            LiveModel live = _owner.Model.Live;
            _embedded.Pull(_batch, live.Tables, PullMode.Scoring);
            _tape.Reset();
            _embedded.Begin(_tape);
            MatrixView logits = live.Model.Forward(_tape, _embedded).Value;
            for (int row = 0; row < scores.Length; row++) scores[row] = logits[row, 0];
        }

        public void Dispose()
        {
            _request?.Dispose();
            _batch.Dispose();
            _embedded.Dispose();
            _arena.Dispose();
        }
    }
}
