using System.Diagnostics;

namespace Winnow.Store;

/// <summary>Pulls that have to wait for a step: those that came too early are asked again, after pauses that grow.</summary>
internal sealed class StepGate(RedisCluster cluster)
{
    private const double FirstPauseUs = 20, LongestPauseUs = 1000;

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
        if (_open.Count > 0) Wait(what, step);
        foreach (RedisCommand command in commands) command.Checked();
    }

    private void Wait(string what, long step)
    {
        long began = Stopwatch.GetTimestamp();
        for (double pauseUs = FirstPauseUs; _open.Count > 0; pauseUs = Math.Min(2 * pauseUs, LongestPauseUs))
        {
            if (Stopwatch.GetElapsedTime(began) > cluster.Address.StepTimeout)
                throw new TimeoutException($"Step {step} of {what} did not come within {cluster.Address.StepTimeout.TotalSeconds:g} s; {_open[0].Reply.Error!.Text} "
                    + "steps were applied. Do the other workers live?");
            Pause(pauseUs);
            cluster.Run(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_open));
            _open.RemoveAll(static c => !IsEarly(c));
        }
        Waited += Stopwatch.GetElapsedTime(began);
    }

    private static bool IsEarly(RedisCommand command) => command.Reply.Error is { Code: "NOTYET" };

    private static void Pause(double us) => Thread.Sleep(TimeSpan.FromMicroseconds(us));
}
