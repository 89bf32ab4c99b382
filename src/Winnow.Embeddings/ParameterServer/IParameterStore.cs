namespace Winnow.Embeddings;

/// <summary>Everything the workers of one training run share: tables, dense parameters, and the queue of the positions still to be worked on.
/// In this process or in a Redis cluster.</summary>
/// <remarks>An object belongs to one thread; another thread takes <see cref="Connect"/>.</remarks>
public interface IParameterStore : IDisposable
{
    /// <summary>What the run consists of.</summary>
    ParameterStoreLayout Layout { get; }

    /// <summary>The tables, in the order of the layout.</summary>
    IReadOnlyList<IParameterTable> Tables { get; }

    /// <summary>The dense parameters.</summary>
    IParameterBlocks Blocks { get; }

    /// <summary>The work still to be done.</summary>
    IPositionQueue Queue { get; }

    /// <summary>Returns once every update sent through this object is acknowledged, and held by as many replicas as the store was opened with.</summary>
    void Commit();

    /// <summary>The same run, for another thread.</summary>
    IParameterStore Connect();

    /// <summary>Deletes the run from the store. Nobody may use it any more.</summary>
    void Delete();
}
