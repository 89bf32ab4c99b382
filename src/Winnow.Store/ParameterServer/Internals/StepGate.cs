using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Winnow.Store;

/// <summary>Pulls that have to wait for a step. One of those that came too early is asked again until it is answered, then the others: a step comes to
/// all shards at about the same time.</summary>
internal sealed class StepGate(RedisCluster cluster)
{
    private const int ImpatientTries = 6;       // without a pause: most steps are only just late
    private const int PauseMs = 1;

    private readonly List<RedisCommand> _open = [];

    /// <summary>Time spent waiting for steps of others.</summary>
    internal TimeSpan Waited { get; private set; }

    /// <summary>Runs pulls until each has its answer.</summary>
    /// <param name="commands">The pulls.</param>
    /// <param name="what">What is pulled, for messages.</param>
    /// <param name="step">The step they wait for.</param>
    /// <exception cref="TimeoutException">The step did not come in time.</exception>
    internal void Run(ReadOnlySpan<RedisCommand> commands, string what, long step)
    {
        cluster.Run(commands);
        _open.Clear();
        foreach (RedisCommand command in commands)
            if (IsEarly(command)) _open.Add(command);
        if (_open.Count > 0)
        {
            long began = Stopwatch.GetTimestamp();
            try
            {
                Wait(what, step, began);
            }
            finally
            {
                Waited += Stopwatch.GetElapsedTime(began);
            }
        }
        foreach (RedisCommand command in commands) command.Checked();
    }

    private void Wait(string what, long step, long began)
    {
        for (int tries = 0; _open.Count > 0; tries++)
        {
            if (Stopwatch.GetElapsedTime(began) > cluster.Address.StepTimeout)
                throw new TimeoutException($"Step {step} of {what} did not come within {cluster.Address.StepTimeout.TotalSeconds:g} s; {_open[0].Reply.Error!.Text} "
                    + "steps were applied. Do the other workers live?");
            if (tries < ImpatientTries) Thread.Yield();
            else Thread.Sleep(PauseMs);
            cluster.Run(_open[0]);
            if (IsEarly(_open[0])) continue;
            _open.RemoveAt(0);
            cluster.Run(CollectionsMarshal.AsSpan(_open));
            _open.RemoveAll(static c => !IsEarly(c));
        }
    }

    private static bool IsEarly(RedisCommand command) => command.Reply.Error is { Code: "NOTYET" };
}
