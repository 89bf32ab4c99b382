namespace Winnow.Data;

/// <summary>Batches in a reproducible order, epoch after epoch, from any position.</summary>
/// <remarks>Not thread-safe. The batches are the same bytes whatever the number of threads that prepare them.</remarks>
public interface IBatchSource : IDisposable
{
    /// <summary>The shape of the batches.</summary>
    BatchLayout Layout { get; }

    /// <summary>Rows a batch; the last one of an epoch may have fewer.</summary>
    int BatchSize { get; }

    /// <summary>Rows an epoch; null if that is known only after one pass.</summary>
    long? RowsPerEpoch { get; }

    /// <summary>Where the source stands: the next batch. A source moved there by <see cref="Seek"/> goes on with the same bytes.</summary>
    DataPosition Position { get; }

    /// <summary>Moves to a position of a source of the same data, plan, batch size and seed.</summary>
    void Seek(DataPosition position);

    /// <summary>Fills a batch with the next rows.</summary>
    /// <returns>False at the end of an epoch: the batch is empty then, and the next call starts the next epoch.</returns>
    bool Next(Batch batch);
}
