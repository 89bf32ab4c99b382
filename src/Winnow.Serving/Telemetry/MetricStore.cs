using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Winnow.Serving;

/// <summary>Listens to the meter of a server and to those of the runtime and of Kestrel, and keeps what they record for <c>/metrics</c>.</summary>
internal sealed class MetricStore : IDisposable
{
    /// <summary>Meters of the platform that are worth a look: memory, collections, threads; connections.</summary>
    private static readonly string[] s_platform = ["System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Upper ends of classes of seconds, finest around the 25 ms that an answer may take.</summary>
    private static readonly double[] s_seconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025, 0.035, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    /// <summary>Upper ends of classes of shares.</summary>
    private static readonly double[] s_shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricSeries> _series = new();

    /// <summary>Begins to listen.</summary>
    public MetricStore(ServingMetrics own)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, own.Meter) || s_platform.Contains(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument, _series.GetOrAdd(instrument, i => new MetricSeries(i, Bounds(i))));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((MetricSeries)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((MetricSeries)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((MetricSeries)state!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>All instruments with their values now, in the order of their names.</summary>
    public IReadOnlyList<MetricSeries> Read()
    {
        _listener.RecordObservableInstruments();
        return [.. _series.Values.OrderBy(s => s.Instrument.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static double[]? Bounds(Instrument instrument) =>
        instrument is not (Histogram<double> or Histogram<long> or Histogram<int>) ? null : instrument.Unit == "1" ? s_shares : s_seconds;
}
