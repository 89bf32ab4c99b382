using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Training.Distributed;

namespace Winnow.Training.Tests.Distributed;

/// <summary>A store seen through a bad network: what is pushed comes several times, or the worker dies over it.</summary>
/// <param name="inner">The store.</param>
/// <param name="times">How often each push arrives.</param>
/// <param name="pushesToLive">Pushes of blocks after which the worker dies, between two updates of one position; null: it lives.</param>
/// <param name="queue">What is seen of the queue; null: the queue.</param>
/// <param name="failEvery">Each so many-th push of a table is lost on the way, which passes; 0: none.</param>
internal sealed class BentProvider(IParameterStoreProvider inner, int times = 1, int? pushesToLive = null, int failEvery = 0, Func<IPositionQueue, IPositionQueue>? queue = null) : IParameterStoreProvider
{
    private int _pushes, _tablePushes;

    public IParameterStore? TryOpen(ParameterStoreLayout layout) => inner.TryOpen(layout) is { } store ? new Store(this, store) : null;

    public IParameterStore Create(ParameterStoreLayout layout, IReadOnlyList<Parameter> parameters) => new Store(this, inner.Create(layout, parameters));

    public bool IsPassing(Exception failure) => failure is IOException;

    private sealed class Store(BentProvider bent, IParameterStore inner) : IParameterStore, IParameterBlocks
    {
        public ParameterStoreLayout Layout => inner.Layout;

        public IReadOnlyList<IParameterTable> Tables { get; } = [.. inner.Tables.Select(t => new BentTable(bent, t))];

        public IParameterBlocks Blocks => this;

        public IPositionQueue Queue { get; } = bent.Queue?.Invoke(inner.Queue) ?? inner.Queue;

        public void Commit() => inner.Commit();

        public IParameterStore Connect() => new Store(bent, inner.Connect());

        public void Delete() => inner.Delete();

        public void Dispose() => inner.Dispose();

        public void Pull(IReadOnlyList<Parameter> parameters, ulong source, long step) => inner.Blocks.Pull(parameters, source, step);

        public void Push(in UpdateTag tag, IReadOnlyList<Parameter> parameters, ReadOnlySpan<float> pulled)
        {
            if (Interlocked.Increment(ref bent._pushes) > bent.PushesToLive) throw new WorkerKilledException();
            for (int i = 0; i < bent.Times; i++) inner.Blocks.Push(tag, parameters, pulled);
        }

        public void Save(IReadOnlyList<Parameter> parameters) => inner.Blocks.Save(parameters);

        public void Load(IReadOnlyList<Parameter> parameters) => inner.Blocks.Load(parameters);
    }

    private Func<IPositionQueue, IPositionQueue>? Queue => queue;

    private int Times => times;

    private int PushesToLive => pushesToLive ?? int.MaxValue;

    private int FailEvery => failEvery;

    private sealed class BentTable(BentProvider bent, IParameterTable inner) : IParameterTable
    {
        public TableShardOptions Options => inner.Options;

        public long CountRows() => inner.CountRows();

        public void Pull(ReadOnlySpan<ulong> distinctKeys, MatrixView rows, ulong source, long step) => inner.Pull(distinctKeys, rows, source, step);

        public int Push(in UpdateTag tag, ReadOnlySpan<ulong> distinctKeys, MatrixView gradients, MatrixView pulled)
        {
            int bad = -1;
            for (int i = 0; i < bent.Times; i++) bad = inner.Push(tag, distinctKeys, gradients, pulled);
            if (bent.FailEvery > 0 && Interlocked.Increment(ref bent._tablePushes) % bent.FailEvery == 0) throw new IOException("The answer was lost.");
            return bad;
        }

        public void Save(Stream target) => inner.Save(target);

        public void Load(Stream snapshot, string path) => inner.Load(snapshot, path);
    }
}
