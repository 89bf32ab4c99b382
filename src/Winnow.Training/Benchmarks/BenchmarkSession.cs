using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Training.Benchmarks;

/// <summary>What the cases of one run of a suite share: threads, and the split that was loaded last.</summary>
internal sealed class BenchmarkSession(BenchmarkOptions options) : IDisposable
{
    private readonly Lazy<WorkerTeam> _team = new(() => new WorkerTeam(options.Threads > 0 ? options.Threads : Environment.ProcessorCount));
    private (string Name, InteractionSplit Split)? _loaded;

    public BenchmarkOptions Options => options;

    public WorkerTeam Team => _team.Value;

    /// <summary>The split of a table, loaded once for neighbouring cases.</summary>
    public InteractionSplit Split(string name, Func<InteractionSplit> load)
    {
        if (_loaded?.Name != name) _loaded = (name, load());
        return _loaded.Value.Split;
    }

    public void Dispose()
    {
        if (_team.IsValueCreated) _team.Value.Dispose();
    }
}
