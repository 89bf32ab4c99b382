using System.Net;

namespace Winnow.Serving.Http;

/// <summary>How a server runs.</summary>
public sealed record ServerOptions
{
    /// <summary>Addresses to listen on. Default: <c>http://127.0.0.1:8080</c>. Port 0: one that is free.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>The keys that are accepted.</summary>
    public required ApiKeys Keys { get; init; }

    /// <summary>Folder of the feature store, the event log and the experiments. Made if it is not there. Default <c>winnow-data</c>.</summary>
    public string DataDirectory { get; init; } = "winnow-data";

    /// <summary>The feature store.</summary>
    public FeatureStoreOptions Store { get; init; } = new();

    /// <summary>How long requests that have begun may go on when the server stops. Default 10 s.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the server says it is not ready before it stops to listen, so that a proxy can turn to others. Default 0.</summary>
    public TimeSpan DrainDelay { get; init; }

    /// <summary>Requests worked on at once, at least 1. Default: twice the cores.</summary>
    public int Parallel { get; init; } = 2 * Environment.ProcessorCount;

    /// <summary>Requests that wait for their turn, at least 0; more are refused with 503. Default 256.</summary>
    public int Waiting { get; init; } = 256;

    /// <summary>Types of events that belong to the history of a user. Default <c>click</c> and <c>purchase</c>.</summary>
    public IReadOnlyList<string> HistoryTypes { get; init; } = ["click", "purchase"];

    /// <summary>The log of events.</summary>
    public EventLogOptions Events { get; init; } = new();

    /// <summary>Requests whose variant and release are remembered for the events that follow, at least 1. Default 100 000, which take about 10 MB.</summary>
    public int RememberedRequests { get; init; } = 100_000;

    /// <summary>Whether to log in JSON. Default: in words.</summary>
    public bool JsonLog { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A store that is there already; null: <see cref="Store"/> says which one to open. Tests put one in that fails.</summary>
    internal IFeatureStore? OwnStore { get; init; }

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentException">Some are not as said; the message has all of them.</exception>
    public void Validate()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0) throw new ArgumentException($"The options of the server are not legal:{string.Concat(faults.Select(f => $"{Environment.NewLine}  {f}"))}");
    }

    private IEnumerable<string> Faults()
    {
        if (Urls.Count == 0) yield return "there is no address to listen on; expected one such as http://127.0.0.1:8080";
        foreach (string url in Urls)
            if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || uri.Scheme != Uri.UriSchemeHttp || !(uri.IsLoopback || IPAddress.TryParse(uri.DnsSafeHost, out _)))
                yield return $"address '{url}'; expected http:// with an IP address or localhost and a port. For HTTPS put a proxy in front (docs/guide/serving.md)";
        if (string.IsNullOrWhiteSpace(DataDirectory)) yield return "the data directory is empty; expected a folder";
        if (DrainTime <= TimeSpan.Zero) yield return $"drain time is {DrainTime}; expected more than 0";
        if (DrainDelay < TimeSpan.Zero) yield return $"drain delay is {DrainDelay}; expected 0 or more";
        if (Parallel < 1) yield return $"requests at once are {Parallel}; expected 1 or more";
        if (Waiting < 0) yield return $"waiting requests are {Waiting}; expected 0 or more";
        if (RememberedRequests < 1) yield return $"remembered requests are {RememberedRequests}; expected 1 or more";
        if (Events.SegmentBytes < 1 || Events.Waiting < 1) yield return $"the log of events has files of {Events.SegmentBytes} bytes and room for {Events.Waiting} bodies; expected 1 or more";
        foreach (string fault in Store.Faults()) yield return fault;
    }
}
