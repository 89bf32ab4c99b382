namespace Winnow.Training.Distributed;

/// <summary>Does again what failed for a reason that may pass: the store restarts, a fail-over is under way, the network is cut.</summary>
/// <param name="isPassing">Whether a failure may pass.</param>
/// <param name="longest">How long to go on trying.</param>
/// <param name="time">The clock.</param>
internal sealed class Patience(Func<Exception, bool> isPassing, TimeSpan longest, TimeProvider time)
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(20), s_longestPause = TimeSpan.FromSeconds(1);

    /// <summary>Runs an action that may be repeated.</summary>
    /// <param name="action">The action.</param>
    /// <param name="cancel">Gives up.</param>
    public T Do<T>(Func<T> action, CancellationToken cancel)
    {
        long start = time.GetTimestamp();
        TimeSpan pause = s_shortestPause;
        while (true)
        {
            try
            {
                return action();
            }
            catch (Exception failure) when (isPassing(failure) && time.GetElapsedTime(start) < longest && !cancel.IsCancellationRequested)
            {
                cancel.WaitHandle.WaitOne(pause);
                pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, s_longestPause.Ticks));
            }
        }
    }

    /// <inheritdoc cref="Do{T}"/>
    public void Do(Action action, CancellationToken cancel) => Do(() => Run(action), cancel);

    private static bool Run(Action action)
    {
        action();
        return true;
    }
}
