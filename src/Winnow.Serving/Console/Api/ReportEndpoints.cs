using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Winnow.Training.Storage;

namespace Winnow.Serving.ConsoleApi;

/// <summary>The models of a release and their reports.</summary>
internal static class ReportEndpoints
{
    /// <summary>A report is one file with its style inside and no script; it may load nothing and reach nothing.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox";

    public static JsonHttpResult<ModelsReply> Models(string? variant, IReleaseRegistry registry)
    {
        (string directory, ReleaseInfo info) = Open(Releases.Find(registry, variant));
        ModelsReply reply = new(info.Name, info.Funnel.Description, info.Library, info.Items, info.Users, info.VectorDimension, ModelCard.Of(directory, info));
        return TypedResults.Json(reply, ConsoleJson.Default.ModelsReply);
    }

    public static async Task<JsonHttpResult<TicketReply>> Ticket(HttpContext http, IReleaseRegistry registry, ReportTickets tickets)
    {
        ReportAsk ask = await Asks.ReadAsync(http, ConsoleJson.Default.ReportAsk);
        (string directory, ReleaseInfo info) = Open(Releases.Find(registry, ask.Release?.Variant));
        string path = ModelCard.ReportPath(directory, info, ask.Model)
            ?? throw Asks.Missing($"Release {info.Name} has no model of '{ask.Model}' with a report.");
        return TypedResults.Json(new TicketReply($"console/reports/{tickets.Issue(path)}"), ConsoleJson.Default.TicketReply);
    }

    public static async Task<ContentHttpResult> Report(string ticket, string? theme, HttpContext http, ReportTickets tickets)
    {
        if (tickets.Redeem(ticket) is not { } path || !File.Exists(path)) throw Asks.Missing("This view of the report has ended. Choose the model again.");
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-store";
        string html = await File.ReadAllTextAsync(path, http.RequestAborted);
        // The page has its own switch between day and night; the report follows it by the attribute it knows.
        if (theme is "light" or "dark") html = html.Replace("<html ", $"<html data-theme=\"{theme}\" ", StringComparison.Ordinal);
        return TypedResults.Text(html, "text/html; charset=utf-8");
    }

    /// <summary>What a release says of itself. It is served from memory, so its directory may have been moved away.</summary>
    private static (string Directory, ReleaseInfo Info) Open(ServedVariant served)
    {
        try
        {
            string directory = AtomicDirectory.Find(served.Path);
            return (directory, ReleaseInfoJson.Read(new ReleasePaths(directory).Info));
        }
        catch (StorageException e)
        {
            throw Asks.Missing(e.Message);
        }
    }
}
