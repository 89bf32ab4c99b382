using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;

namespace Winnow.Training.Scoring;

/// <summary>Gives rows their probabilities. Reads the model and changes nothing: unknown keys get the cold vector of their table.</summary>
/// <remarks>Belongs to one thread; several scorers may share a model that is not being trained. No managed allocation once warm.</remarks>
public sealed class Scorer : IDisposable
{
    private readonly LiveModel _live;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly EmbeddedBatch _embedded;

    /// <summary>A scorer for a model.</summary>
    /// <param name="live">The model; stays with the caller.</param>
    public Scorer(LiveModel live)
    {
        ArgumentNullException.ThrowIfNull(live);
        _live = live;
        _tape = new Tape(live.Team, _arena) { Training = false, RecordsGradients = false };
        _embedded = new EmbeddedBatch(live.Model, live.Team);
    }

    /// <summary>Scores a batch.</summary>
    /// <param name="batch">Rows encoded by the plan of the model.</param>
    /// <param name="probabilities">Receives the probability of label 1 for each row, shape [rows].</param>
    /// <exception cref="ArgumentException">The batch is of another schema, or the lengths differ.</exception>
    public void Score(Batch batch, Span<float> probabilities)
    {
        Logits(batch, probabilities);
        for (int row = 0; row < probabilities.Length; row++) probabilities[row] = 1 / (1 + MathF.Exp(-probabilities[row]));
    }

    /// <summary>Scores a batch by its logits: in their order no two rows are equal only because both are nearly certain.</summary>
    /// <param name="batch">Rows encoded by the plan of the model.</param>
    /// <param name="logits">Receives the log odds of label 1 for each row, shape [rows].</param>
    /// <exception cref="ArgumentException">The batch is of another schema, or the lengths differ.</exception>
    public void Logits(Batch batch, Span<float> logits)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (logits.Length != batch.Rows)
            throw new ArgumentException($"{logits.Length} places were given for the scores of {batch.Rows} rows.", nameof(logits));
        _embedded.Pull(batch, _live.Tables, PullMode.Scoring);
        _tape.Reset();
        _embedded.Begin(_tape);
        MatrixView values = _live.Model.Forward(_tape, _embedded).Value;
        for (int row = 0; row < logits.Length; row++) logits[row] = values[row, 0];
    }

    /// <summary>Scores one pass over a source.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="count">How many there are.</param>
    public ScoredRows Score(IBatchSource rows, int count)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ScoredRows scored = new(count, rows.Layout);
        using Batch batch = new(rows.Layout);
        for (int first = 0; rows.Next(batch); first += batch.Rows)
        {
            Score(batch, scored.Scores.AsSpan(first, batch.Rows));
            scored.TakeOver(batch, first);
        }

        return scored;
    }

    /// <summary>Scores all rows of a data set, in order.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="batchSize">Rows scored at a time.</param>
    public ScoredRows Score(EncodedDataset rows, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using ShuffledBatches inOrder = ShuffledBatches.InOrder(rows, batchSize, _live.Team);
        return Score(inOrder, rows.Rows);
    }

    /// <summary>Frees the scratch memory; the model stays.</summary>
    public void Dispose()
    {
        _embedded.Dispose();
        _arena.Dispose();
    }
}
