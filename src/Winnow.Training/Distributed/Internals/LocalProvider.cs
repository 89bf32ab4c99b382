using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Training.Distributed;

/// <summary>Stores in the memory of this process, freed with it. Safe from many threads.</summary>
/// <param name="team">The threads the tables work on; stays with the caller.</param>
/// <param name="patience">How long a pull waits for a step; null: as <see cref="LocalParameterStore"/> does.</param>
internal sealed class LocalProvider(WorkerTeam team, TimeSpan? patience = null) : IParameterStoreProvider, IDisposable
{
    private readonly Dictionary<string, LocalParameterStore> _runs = [];

    public IParameterStore? TryOpen(ParameterStoreLayout layout)
    {
        lock (_runs) return _runs.GetValueOrDefault(layout.Run)?.Connect();
    }

    public IParameterStore Create(ParameterStoreLayout layout, IReadOnlyList<Parameter> parameters)
    {
        LocalParameterStore store = new(layout, [.. parameters.Select(p => (ReadOnlyMemory<float>)p.Values.ToArray())], team, patience);
        lock (_runs) _runs[layout.Run] = store;
        return store.Connect();
    }

    public bool IsPassing(Exception failure) => false;

    public void Dispose()
    {
        foreach (LocalParameterStore store in _runs.Values) store.Dispose();
    }
}
