using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Winnow.Serving.ConsoleApi;

namespace Winnow.Serving.Http;

/// <summary>The parts of a server and how they are put together.</summary>
internal static class ServerServices
{
    /// <summary>Adds the parts.</summary>
    /// <param name="services">Receives them.</param>
    /// <param name="options">How the server runs.</param>
    /// <param name="store">The feature store; from now on the server's to close.</param>
    /// <param name="load">Opens a release.</param>
    public static void Add(IServiceCollection services, ServerOptions options, IFeatureStore store, Func<string, LoadedRelease> load)
    {
        services.AddSingleton(options).AddSingleton(options.Time).AddSingleton(options.Keys).AddSingleton(options.Store);
        services.AddSingleton<KeyRates>().AddSingleton<DrainState>().AddSingleton<Admission>();
        services.AddSingleton<ServingMetrics>().AddSingleton<MetricStore>().AddSingleton<OtlpExport>();
        services.AddSingleton(p => new RequestRecorder(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => store);
        services.AddSingleton<UserDirectory>().AddSingleton<ItemUpdates>();
        services.AddSingleton(_ => new EventLog(Path.Combine(options.DataDirectory, "events"), options.Events));
        services.AddSingleton(new HistoryTypes(options.HistoryTypes)).AddSingleton(new RequestMemory(options.RememberedRequests));
        services.AddSingleton<HistoryKeeper>().AddSingleton<StoreFilling>().AddSingleton<EventIntake>();
        services.AddSingleton(_ => new ExperimentBoard(options.DataDirectory)).AddSingleton<ShadowTraffic>();
        services.AddSingleton(p => Registry(p, load)).AddSingleton<IReleaseRegistry>(p => p.GetRequiredService<ReleaseRegistry>()).AddSingleton<RecallAuditor>();
        services.AddSingleton<RequestAnswerer>();
        ConsoleEndpoints.Add(services);
    }

    /// <summary>Starts what works without being asked, in order; a fault of the data directory shows here and not at the first request.</summary>
    public static void Start(IServiceProvider parts)
    {
        parts.GetRequiredService<IFeatureStore>();
        parts.GetRequiredService<OtlpExport>();
        parts.GetRequiredService<MetricStore>();
        parts.GetRequiredService<ExperimentBoard>();
        parts.GetRequiredService<RecallAuditor>();
        parts.GetRequiredService<ShadowTraffic>();
        parts.GetRequiredService<HistoryKeeper>();
    }

    private static ReleaseRegistry Registry(IServiceProvider parts, Func<string, LoadedRelease> load)
    {
        ItemUpdates items = parts.GetRequiredService<ItemUpdates>();
        StoreFilling filling = parts.GetRequiredService<StoreFilling>();
        ReleaseRegistry registry = new(load, parts.GetRequiredService<TimeProvider>(), async (release, cancel) =>
        {
            await filling.BeginAsync(release, cancel);
            await items.PrepareAsync(release, cancel);
        });
        registry.Swapped += parts.GetRequiredService<ServingMetrics>().Swapped;
        registry.Swapped += new SwapLog(parts.GetRequiredService<ILogger<SwapLog>>()).Write;
        return registry;
    }
}
