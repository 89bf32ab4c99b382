using System.Diagnostics;
using System.Diagnostics.Metrics;
using Winnow.Retrieval;

namespace Winnow.Serving;

/// <summary>The instruments of a server. Names follow OpenTelemetry: dots, units of their own; <c>/metrics</c> writes them the Prometheus way.</summary>
/// <remarks>Each server has its own meter, so that two servers in one process do not count for each other. Recording allocates nothing.</remarks>
internal sealed class ServingMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Winnow.Serving";

    private readonly Counter<long> _requests, _degradations, _swaps, _storeErrors, _events, _eventsRefused, _shadowed, _shadowDropped, _shadowFailed;
    private readonly Histogram<double> _latency, _stage, _userLookup, _shadowLatency, _shadowOverlap;

    /// <summary>Makes the instruments.</summary>
    public ServingMetrics()
    {
        Meter = new Meter(MeterName);
        _requests = Meter.CreateCounter<long>("winnow.requests", "{request}", "Requests by route, method and status.");
        _latency = Meter.CreateHistogram<double>("winnow.request.duration", "s", "Time from the arrival of a request to its answer, by route.");
        _stage = Meter.CreateHistogram<double>("winnow.stage.duration", "s", "Time of each stage of the funnel and of each recall source.");
        _degradations = Meter.CreateCounter<long>("winnow.degradations", "{stage}", "Stages that did not do their work, by stage and reason.");
        _userLookup = Meter.CreateHistogram<double>("winnow.user.lookup.duration", "s", "Time to find what is known of the user of a request.");
        _swaps = Meter.CreateCounter<long>("winnow.swaps", "{swap}", "Changes of the release of a variant, by outcome: swapped, rolled back, refused.");
        _storeErrors = Meter.CreateCounter<long>("winnow.store.errors", "{error}", "Calls of the feature store that failed, by operation.");
        _events = Meter.CreateCounter<long>("winnow.events", "{event}", "Events taken in, by type and variant.");
        _eventsRefused = Meter.CreateCounter<long>("winnow.events.refused", "{event}", "Events refused because they could not be kept.");
        _shadowed = Meter.CreateCounter<long>("winnow.shadow.requests", "{request}", "Requests answered a second time by the shadow variant.");
        _shadowDropped = Meter.CreateCounter<long>("winnow.shadow.dropped", "{request}", "Requests chosen for the shadow variant that it had no room for.");
        _shadowFailed = Meter.CreateCounter<long>("winnow.shadow.failures", "{request}", "Requests the shadow variant could not answer.");
        _shadowLatency = Meter.CreateHistogram<double>("winnow.shadow.duration", "s", "Time of the shadow variant's funnel.");
        _shadowOverlap = Meter.CreateHistogram<double>("winnow.shadow.overlap", "1", "Share of the answer's items that the shadow variant shows, too.");
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>A request was answered, well or badly.</summary>
    public void RequestEnded(string route, string method, int status, TimeSpan duration)
    {
        TagList tags = new() { { "route", route }, { "method", Method(method) }, { "status", Status(status) } };
        _requests.Add(1, tags);
        _latency.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("route", route));
    }

    /// <summary>A funnel answered.</summary>
    public void Answered(FunnelAnswer answer)
    {
        IReadOnlyList<StageReport> stages = answer.Stages;
        for (int i = 0; i < stages.Count; i++)
        {
            StageReport stage = stages[i];
            _stage.Record(stage.Time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage.Stage));
            if (stage.Degradation is { } reason) Degraded(stage.Stage, reason);
            for (int p = 0; p < stage.Parts.Count; p++) Part(stage.Stage, stage.Parts[p]);
        }
    }

    /// <summary>What is known of a user was found, or not, in some time.</summary>
    public void UserFound(TimeSpan duration) => _userLookup.Record(duration.TotalSeconds);

    /// <summary>The release of a variant was changed, or not.</summary>
    public void Swapped(SwapRecord swap) => _swaps.Add(
        1, new KeyValuePair<string, object?>("variant", swap.Variant), new("outcome", swap.Fault is not null ? "refused" : swap.IsRollBack ? "rolled back" : "swapped"));

    /// <summary>The feature store failed.</summary>
    public void StoreFailed(string operation) => _storeErrors.Add(1, new KeyValuePair<string, object?>("operation", operation));

    /// <summary>An event was taken in.</summary>
    public void EventTaken(string type, string? variant) => _events.Add(1, new KeyValuePair<string, object?>("type", type), new("variant", variant ?? "none"));

    /// <summary>Events could not be kept.</summary>
    public void EventsRefused(int count) => _eventsRefused.Add(count);

    /// <summary>The shadow variant answered.</summary>
    public void Shadowed(string variant, TimeSpan duration, double overlap)
    {
        KeyValuePair<string, object?> tag = new("variant", variant);
        _shadowed.Add(1, tag);
        _shadowLatency.Record(duration.TotalSeconds, tag);
        _shadowOverlap.Record(overlap, tag);
    }

    /// <summary>The shadow variant had no room.</summary>
    public void ShadowDropped(string variant) => _shadowDropped.Add(1, new KeyValuePair<string, object?>("variant", variant));

    /// <summary>The shadow variant failed.</summary>
    public void ShadowFailed(string variant) => _shadowFailed.Add(1, new KeyValuePair<string, object?>("variant", variant));

    /// <summary>Shows the state of releases: how many requests hold one, whether there is one, and the recall of their indexes.</summary>
    public void ObserveReleases(ReleaseRegistry releases)
    {
        Meter.CreateObservableGauge("winnow.leases", () => releases.Leases, "{request}", "Requests that hold a release at the moment.");
        Meter.CreateObservableGauge("winnow.ready", () => releases.IsReady ? 1 : 0, null, "1 if a release serves.");
        Meter.CreateObservableGauge("winnow.recall", () => Recall(releases, r => r.Recall), null, "Share of the exact answer that an index finds, over the compared live queries.");
        Meter.CreateObservableGauge("winnow.recall.low", () => Recall(releases, r => r.Low), null, "Lower end of the 95 % interval of winnow_recall.");
        Meter.CreateObservableGauge("winnow.recall.queries", () => Recall(releases, r => r.Compared), null, "Live queries compared with the exact answer.");
    }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private static List<Measurement<double>> Recall(ReleaseRegistry releases, Func<RecallReport, double> value)
    {
        List<Measurement<double>> all = [];
        releases.ForEach(release =>
        {
            foreach ((string source, RecallReport report) in release.AuditReports())
                if (double.IsFinite(value(report))) all.Add(new Measurement<double>(value(report), new("release", release.Funnel.Release), new("source", source)));
        });
        return all;
    }

    private void Part(string stage, StageReport part)
    {
        _stage.Record(part.Time.TotalSeconds, new KeyValuePair<string, object?>("stage", stage), new("part", part.Stage));
        if (part.Degradation is { } reason) Degraded(part.Stage, reason);
    }

    private void Degraded(string stage, string reason) =>
        _degradations.Add(1, new KeyValuePair<string, object?>("stage", stage), new("reason", DegradationReason.Of(reason)));

    private static string Method(string method) => method is "GET" or "POST" or "PATCH" or "HEAD" ? method : "other";

    private static object Status(int status) => s_statuses[status is >= 100 and < 600 ? status - 100 : 400];

    private static readonly object[] s_statuses = [.. Enumerable.Range(100, 500).Select(s => (object)s)];       // boxed once
}
