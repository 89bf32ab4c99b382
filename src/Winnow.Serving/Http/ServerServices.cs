using Microsoft.Extensions.DependencyInjection;
using Winnow.Serving.ConsoleApi;

namespace Winnow.Serving.Http;

/// <summary>The parts of a server and how they are put together.</summary>
internal static class ServerServices
{
    /// <summary>Adds the parts.</summary>
    public static void Add(IServiceCollection services, ServerOptions options, Func<string, IFunnel> load)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Time);
        services.AddSingleton(options.Keys);
        services.AddSingleton(options.Store);
        services.AddSingleton<KeyRates>();
        services.AddSingleton<DrainState>();
        services.AddSingleton<ServingMetrics>();
        services.AddSingleton(p => new RequestRecorder(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IFeatureStore>(_ => new MemoryFeatureStore(options.Store.HistoryLimit));
        services.AddSingleton<UserDirectory>();
        services.AddSingleton<RequestAnswerer>();
        ConsoleEndpoints.Add(services);
        services.AddSingleton<IReleaseRegistry>(p => Registry(p, load));
    }

    private static ReleaseRegistry Registry(IServiceProvider parts, Func<string, IFunnel> load)
    {
        ReleaseRegistry registry = new(load, parts.GetRequiredService<TimeProvider>());
        registry.Swapped += parts.GetRequiredService<ServingMetrics>().Swapped;
        return registry;
    }
}
