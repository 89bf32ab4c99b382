using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Winnow.Serving;

/// <summary>
/// Answers a share of the requests a second time by another variant, afterwards and on a thread of its own, and measures how the answers differ. Never touches the
/// answer that is given; what does not fit into its short queue is dropped and counted.
/// </summary>
internal sealed partial class ShadowTraffic : IAsyncDisposable
{
    private const int Waiting = 64;
    private static readonly Experiment s_sample = new("shadow", []);       // deals requests, by their ids, as others deal users

    private readonly IReleaseRegistry _releases;
    private readonly ServingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ShadowTraffic> _log;
    private readonly Channel<(RecordedRequest Request, string Variant)> _queue =
        Channel.CreateBounded<(RecordedRequest, string)>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private bool _isFailing;

    /// <summary>Starts the thread.</summary>
    public ShadowTraffic(IReleaseRegistry releases, ServingMetrics metrics, TimeProvider time, ILogger<ShadowTraffic> log)
    {
        (_releases, _metrics, _time, _log) = (releases, metrics, time, log);
        _work = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Takes a request that was answered, if it is one of the share. Never waits.</summary>
    public void Offer(RecordedRequest request, ExperimentArm? shadow)
    {
        if (shadow is null || shadow.Variant == request.Variant || s_sample.Place(request.RequestId) >= shadow.Share) return;
        if (!_queue.Writer.TryWrite((request, shadow.Variant))) _metrics.ShadowDropped(shadow.Variant);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (_queue.Reader.WaitToReadAsync(_stop.Token).AsTask().GetAwaiter().GetResult())
                while (!_stop.IsCancellationRequested && _queue.Reader.TryRead(out (RecordedRequest Request, string Variant) next))
                    Answer(next.Request, next.Variant);
        }
        catch (OperationCanceledException)
        {
            // The server is stopping; what waits is only measured.
        }
    }

    private void Answer(RecordedRequest request, string variant)
    {
        try
        {
            using FunnelLease lease = _releases.Lease(variant);
            long began = _time.GetTimestamp();
            FunnelAnswer shadow = lease.Funnel.Recommend(request.Request with { Explain = false }, request.User, _stop.Token);
            _metrics.Shadowed(variant, _time.GetElapsedTime(began), Overlap(request.Answer.Items, shadow.Items));
            _isFailing = false;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            _metrics.ShadowFailed(variant);
            if (!_isFailing) LogFailed(_log, variant, e);
            _isFailing = true;
        }
    }

    /// <summary>Share of the shown items that the shadow shows, too; 1 if nothing was shown.</summary>
    internal static double Overlap(IReadOnlyList<RecommendedItem> shown, IReadOnlyList<RecommendedItem> shadow)
    {
        if (shown.Count == 0) return 1;
        HashSet<string> items = new(shadow.Select(i => i.Item), StringComparer.Ordinal);
        return (double)shown.Count(i => items.Contains(i.Item)) / shown.Count;
    }

    [LoggerMessage(EventId = 40, Level = LogLevel.Warning, Message = "The shadow variant '{Variant}' cannot answer; the answers that are given are not concerned")]
    private static partial void LogFailed(ILogger log, string variant, Exception fault);
}
