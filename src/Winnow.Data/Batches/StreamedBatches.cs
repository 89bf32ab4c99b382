using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Batches straight from a source, for data larger than memory: in the order of the source, or shuffled within windows.</summary>
/// <remarks>A window is that many rows in a row; each is put into a random order of its own,
/// <c>RandomStream(seed, "shuffle").Fork(epoch).Fork(window)</c>. Memory: one window, and two blocks a thread.</remarks>
public sealed class StreamedBatches : IBatchSource
{
    private readonly RowStream _rows;
    private readonly EncodedDataset? _window;
    private readonly RandomStream _random;
    private readonly int _windowRows;
    private readonly int[] _order;
    private int _nextInWindow;
    private DataPosition _windowStart;
    private int _epoch;
    private long _batch;

    /// <summary>Makes the source.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="plan">The plan, fitted on training data.</param>
    /// <param name="batchSize">Rows a batch, at least 1.</param>
    /// <param name="options">Threads, limit of malformed rows.</param>
    /// <param name="windowRows">Rows a shuffle window, a multiple of <paramref name="batchSize"/>; 0: in the order of the source.</param>
    /// <param name="seed">Seed of the order within windows.</param>
    /// <exception cref="SchemaMismatchException">Source and plan do not fit.</exception>
    public StreamedBatches(
        IRecordSource source, FeaturePlan plan, int batchSize, EncodeOptions? options = null, int windowRows = 0, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (windowRows < 0 || windowRows % batchSize != 0)
            throw new ArgumentOutOfRangeException(nameof(windowRows), windowRows, $"A window must hold a whole number of batches of {batchSize} rows, or 0 rows.");
        (Layout, BatchSize, _windowRows) = (plan.Layout, batchSize, windowRows);
        _rows = new RowStream(source, plan, options ?? new EncodeOptions());
        _random = new RandomStream(seed, "shuffle");
        _order = new int[windowRows];
        _window = windowRows == 0 ? null : new EncodedDataset(plan.Schema);
    }

    /// <inheritdoc/>
    public BatchLayout Layout { get; }

    /// <inheritdoc/>
    public int BatchSize { get; }

    /// <summary>Not known: a pass tells.</summary>
    public long? RowsPerEpoch => null;

    /// <inheritdoc/>
    public DataPosition Position => (_window is null || IsWindowEmpty ? _rows.Position : _windowStart) with { Epoch = _epoch, Batch = _batch };

    /// <inheritdoc/>
    public void Seek(DataPosition position)
    {
        _rows.Seek(position);
        (_epoch, _batch) = (position.Epoch, position.Batch);
        _window?.Clear();
        _nextInWindow = 0;
        if (_window is null || _batch % BatchesPerWindow == 0) return;
        FillWindow();
        _nextInWindow = (int)(_batch % BatchesPerWindow) * BatchSize;
    }

    /// <inheritdoc/>
    public bool Next(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Clear();
        int rows = _window is null ? _rows.Take(batch, BatchSize) : TakeFromWindow(_window, batch);
        if (rows > 0)
        {
            _batch++;
            return true;
        }
        Seek(new DataPosition(_epoch + 1));
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _window?.Dispose();
    }

    private int BatchesPerWindow => _windowRows / BatchSize;

    private bool IsWindowEmpty => _nextInWindow >= _window!.Rows;

    private int TakeFromWindow(EncodedDataset window, Batch batch)
    {
        if (IsWindowEmpty) FillWindow();
        int count = Math.Min(BatchSize, window.Rows - _nextInWindow);
        window.FillBatch(_order.AsSpan(_nextInWindow, count), batch);
        _nextInWindow += count;
        return count;
    }

    private void FillWindow()
    {
        _windowStart = _rows.Position;
        _window!.Clear();
        _nextInWindow = 0;
        while (_window.Rows < _windowRows && _rows.Take(_window, _windowRows - _window.Rows) > 0)
        {
            // Until the window is full or the source ends.
        }
        Span<int> order = _order.AsSpan(0, _window.Rows);
        for (int i = 0; i < order.Length; i++) order[i] = i;
        _random.Fork((ulong)_epoch).Fork((ulong)(_batch / BatchesPerWindow)).Shuffle(order);
    }
}
