using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Winnow.Serving.ConsoleApi;

namespace Winnow.Serving.Http;

/// <summary>Answers requests over HTTP: Kestrel, the releases, the stores, the telemetry, in one process.</summary>
/// <remarks>It listens at once and says it is not ready until a release serves: see <see cref="Releases"/>.</remarks>
public sealed class RecommendServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ServerOptions _options;

    private RecommendServer(WebApplication application, ServerOptions options) => (_application, _options) = (application, options);

    /// <summary>The releases; swap the first one in to become ready.</summary>
    public IReleaseRegistry Releases => _application.Services.GetRequiredService<IReleaseRegistry>();

    /// <summary>What is known of users and items.</summary>
    public IFeatureStore Features => _application.Services.GetRequiredService<IFeatureStore>();

    /// <summary>The parts, for tests.</summary>
    internal IServiceProvider Parts => _application.Services;

    /// <summary>The addresses it listens on, with the port that was found for port 0.</summary>
    public IReadOnlyList<string> Addresses =>
        [.. _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Opens the stores and begins to listen.</summary>
    /// <param name="options">How it runs.</param>
    /// <param name="load">Opens a release; see <see cref="ReleaseRegistry"/>.</param>
    /// <param name="cancel">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options are not legal.</exception>
    /// <exception cref="IOException">An address is taken, or the data directory cannot be written.</exception>
    public static async Task<RecommendServer> StartAsync(ServerOptions options, Func<string, LoadedRelease> load, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Directory.CreateDirectory(options.DataDirectory);
        IFeatureStore store = options.OwnStore ?? await FeatureStores.OpenAsync(options.Store, options.DataDirectory, cancel);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        Configure(builder, options);
        ServerServices.Add(builder.Services, options, store, load);
        ThreadsFor(options);
        WebApplication application = builder.Build();
        RecommendServer server = new(application, options);
        try
        {
            ServerServices.Start(application.Services);
            Map(application);
            await application.StartAsync(cancel);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops in order: says it is not ready, takes no new connections, lets requests end for <see cref="ServerOptions.DrainTime"/>, closes the stores.</summary>
    public async Task StopAsync()
    {
        _application.Services.GetRequiredService<DrainState>().Begin();
        await Task.Delay(_options.DrainDelay, _options.Time);
        await _application.StopAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>A request waits for its stages on a thread of the pool; with so many at once as are let in, the pool must not hand its threads out one every half second.</summary>
    private static void ThreadsFor(ServerOptions options)
    {
        const int others = 8;
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, options.Parallel + others), ports);
    }

    private static void Map(WebApplication application)
    {
        application.UseMiddleware<ProblemMiddleware>();
        application.UseRouting();
        application.UseMiddleware<KeyMiddleware>();
        application.UseMiddleware<CharsetMiddleware>();
        RecommendRoutes.Map(application);
        EntityRoutes.Map(application);
        EventRoutes.Map(application);
        AdminRoutes.Map(application);
        HealthRoutes.Map(application);
        MetricsRoutes.Map(application);
        OpenApiDocument.Map(application);
        ConsoleEndpoints.Map(application);
    }

    private static void Configure(WebApplicationBuilder builder, ServerOptions options)
    {
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.BodyBytes;
            kestrel.Limits.MaxRequestLineSize = Limits.RequestLineBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = Limits.HeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.Configure<JsonOptions>(json => ServerJson.Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime);
        builder.Services.AddSingleton<IHostLifetime, OwnLifetime>();
        OpenApiDocument.Add(builder.Services);
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Winnow", LogLevel.Information);
        if (options.JsonLog) builder.Logging.AddJsonConsole();
        else builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>Signals are the business of whoever started the server.</summary>
    private sealed class OwnLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
