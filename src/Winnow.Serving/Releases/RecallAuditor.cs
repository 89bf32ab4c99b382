using Microsoft.Extensions.Logging;

namespace Winnow.Serving;

/// <summary>Compares the live queries that releases put aside with the exact answer, on a thread of low priority, and publishes the recall.</summary>
internal sealed partial class RecallAuditor : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly ReleaseRegistry _releases;
    private readonly ILogger<RecallAuditor> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    public RecallAuditor(ReleaseRegistry releases, ServingMetrics metrics, ILogger<RecallAuditor> log)
    {
        (_releases, _log) = (releases, log);
        metrics.ObserveReleases(releases);
        _thread = new Thread(Run) { IsBackground = true, Name = "recall audit", Priority = ThreadPriority.Lowest };
        _thread.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        bool isFailing = false;
        while (!_stop.Token.WaitHandle.WaitOne(s_pause))
        {
            try
            {
                _releases.ForEach(r => r.Audit(_stop.Token));
                isFailing = false;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                if (!isFailing) LogFailed(_log, e);
                isFailing = true;
            }
        }
    }

    [LoggerMessage(EventId = 50, Level = LogLevel.Warning, Message = "The recall of the indexes could not be compared with the exact answer")]
    private static partial void LogFailed(ILogger log, Exception fault);
}
