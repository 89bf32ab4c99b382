using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Winnow.Serving;

/// <summary>Sends traces and metrics to a collector if the environment names one in <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</summary>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>The variable that turns it on; the other variables of OpenTelemetry hold as well.</summary>
    public const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ServiceName = "winnow", RequestSource = "Microsoft.AspNetCore";

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    /// <summary>Begins to send, or does nothing.</summary>
    public OtlpExport()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))) return;
        _traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(r => r.AddService(ServiceName)).AddSource(ServingTraces.SourceName, RequestSource).AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(r => r.AddService(ServiceName)).AddMeter(ServingMetrics.MeterName).AddOtlpExporter().Build();
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
