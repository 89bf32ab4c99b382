using System.Collections.Concurrent;
using Winnow.Numerics;
using Winnow.Training.Distributed;
using Winnow.Training.Recipes;

namespace Winnow.Training.Tests.Distributed;

/// <summary>Workers as threads.</summary>
/// <param name="count">How many.</param>
/// <param name="term">Term of their leases.</param>
/// <param name="provider">The store as the worker of a number sees it; null: as the coordinator does.</param>
internal sealed class WorkerThreads(int count, TimeSpan? term = null, Func<int, IParameterStoreProvider, IParameterStoreProvider>? provider = null) : IWorkerPool, IDisposable
{
    private readonly List<Thread> _threads = [];
    private readonly CancellationTokenSource _stop = new();
    private Recipe? _recipe;
    private IParameterStoreProvider? _provider;
    private TrainingData? _data;
    private SyncOptions _sync = new();

    public ConcurrentDictionary<int, Exception> Failures { get; } = [];

    public ConcurrentDictionary<int, WorkerReport> Reports { get; } = [];

    public double WaitingShare => double.NaN;

    public void Begin(Recipe recipe, IParameterStoreProvider store, TrainingData data, SyncOptions sync) => (_recipe, _provider, _data, _sync) = (recipe, store, data, sync);

    public void Start(string run)
    {
        for (int i = 0; i < count; i++) Add(run, i);
    }

    public void Check()
    {
        foreach (Exception failure in Failures.Values)
            if (failure is not WorkerKilledException) throw failure;
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach (Thread thread in _threads) thread.Join();
        _stop.Dispose();
    }

    private void Add(string run, int number)
    {
        Thread thread = new(() =>
        {
            try
            {
                IParameterStoreProvider mine = provider?.Invoke(number, _provider!) ?? _provider!;
                WorkerOptions options = new() { Name = $"thread-{number}", Term = term ?? TimeSpan.FromSeconds(10) };
                Reports[number] = DistributedTrainer.Work(_recipe!, RunName.Parse(run), mine, options, _data!, WorkerTeam.Single, _sync, _stop.Token);
            }
            catch (Exception failure)
            {
                Failures[number] = failure;
            }
        });
        _threads.Add(thread);
        thread.Start();
    }
}

/// <summary>What the death of a worker looks like from within.</summary>
internal sealed class WorkerKilledException : Exception;
