using System.Diagnostics;
using System.Globalization;
using Winnow.Serving;
using Winnow.Serving.Http;

namespace Winnow.Cli.Serving;

/// <summary>A server in the foreground: started, told of, drained on Ctrl+C.</summary>
internal static class ServeSession
{
    /// <summary>Serves until it is cancelled, which is the ordinary end.</summary>
    /// <param name="release">The release directory of the main variant.</param>
    /// <param name="variants">Releases of further variants.</param>
    /// <param name="options">How the server runs.</param>
    /// <param name="shownKey">A key that was made for this run and is shown once; null: the caller has keys of his own.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task RunAsync(
        string release, IReadOnlyList<(string Name, string Path)> variants, ServerOptions options, string? shownKey, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        await using RecommendServer server = await RecommendServer.StartAsync(options, path => LoadedRelease.Open(path, options.Time), cancel);
        foreach (string address in server.Addresses) Console.Out.WriteLine($"Address:  {address}");
        if (shownKey is not null) Console.Out.WriteLine($"Key:      {shownKey}   (admin, for this run only; --keys FILE for lasting ones)");
        Console.Out.WriteLine($"Data:     {options.DataDirectory}");
        await server.Releases.SwapAsync(release, null, cancel);
        foreach ((string name, string path) in variants) await server.Releases.SwapAsync(path, name, cancel);
        foreach (ServedVariant variant in server.Releases.Variants) Console.Out.WriteLine($"Release:  {variant.Release} as '{variant.Variant}' from {variant.Path}");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ready:    after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s; Ctrl+C drains and stops"));
        Console.Out.WriteLine($"Console:  {server.Addresses[0]}/{(shownKey is null ? "" : $"#key={shownKey}")}   (open it in a browser)");
        try
        {
            await Task.Delay(Timeout.Infinite, cancel);
        }
        catch (OperationCanceledException)
        {
            Console.Out.WriteLine("Stopping: requests that have begun are let end");
            await server.StopAsync();
            Console.Out.WriteLine("Stopped.");
        }
    }

    /// <summary>An admin key for one run, and its text to show.</summary>
    public static (ApiKeys Keys, string Text) KeyForThisRun()
    {
        (ApiKey key, string text) = ApiKey.Create("this run", ApiKeyKind.Admin);
        return (new ApiKeys([key]), text);
    }
}
