using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Winnow.Serving.Http;

namespace Winnow.Serving.ConsoleApi;

/// <summary>The files of the page, out of the assembly.</summary>
internal static class ConsoleAssets
{
    private const string Prefix = "console/", Page = "index.html";

    /// <summary>Nothing but our own files and data; no script or style inside the page; text becomes elements only by way of the DOM.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static readonly FrozenDictionary<string, Asset> s_assets = Read();

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", (HttpContext http) => Serve(http, Page)).AllowWithoutKey().ExcludeFromDescription();
        // By folder, so that no route of the console but these is open: whatever else begins with /console asks for a key.
        app.MapGet("/console/{file}", (HttpContext http, string file) => Serve(http, file)).AllowWithoutKey().ExcludeFromDescription();
        app.MapGet("/console/css/{file}", (HttpContext http, string file) => Serve(http, $"css/{file}")).AllowWithoutKey().ExcludeFromDescription();
        app.MapGet("/console/js/{**file}", (HttpContext http, string file) => Serve(http, $"js/{file}")).AllowWithoutKey().ExcludeFromDescription();
    }

    /// <summary>Names of the files, for tests that go through all of them.</summary>
    public static IEnumerable<string> Names => s_assets.Keys;

    private static IResult Serve(HttpContext http, string path)
    {
        if (!s_assets.TryGetValue(path, out Asset? asset)) throw Asks.Missing($"The console has no file '{path}'.");
        IHeaderDictionary headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";      // asked about each time, sent again only if it changed
        headers.ETag = asset.Tag;
        if (http.Request.Headers.IfNoneMatch == asset.Tag) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Bytes(asset.Content, asset.Type);
    }

    private static FrozenDictionary<string, Asset> Read()
    {
        System.Reflection.Assembly assembly = typeof(ConsoleAssets).Assembly;
        Dictionary<string, Asset> assets = new(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";
            assets.Add(name[Prefix.Length..].Replace('\\', '/'), new Asset(content, Type(name), tag));
        }
        return assets.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string Type(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new InvalidOperationException($"The console holds a file of kind '{other}', which has no content type here."),
    };

    private sealed record Asset(byte[] Content, string Type, string Tag);
}
