using System.Text.Json;
using Microsoft.Playwright;

namespace Winnow.Console.Tests.Browser;

/// <summary>A page of the console that is watched: what it logs, what it asks of others, and what its policy forbade it.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    // Tells of violations of the Content-Security-Policy, and sums up what moved without anybody having touched the page.
    private const string Watch = """
        window.violations = []; window.shift = 0;
        addEventListener('securitypolicyviolation', (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
        new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) window.shift += e.value; }).observe({ type: 'layout-shift', buffered: true });
        """;

    private readonly Uri _server;
    private readonly List<string> _complaints = [];

    public ConsolePage(IPage page, Uri server)
    {
        (Page, _server) = (page, server);
        page.Console += (_, message) => { if (message.Type is "error" or "warning" && !IsOfTheSandbox(message)) _complaints.Add($"console {message.Type}: {message.Text}"); };
        page.PageError += (_, error) => _complaints.Add($"page error: {error}");
        page.Request += (_, request) => { if (new Uri(request.Url).Authority != server.Authority) _complaints.Add($"left the origin: {request.Url}"); };
    }

    public IPage Page { get; }

    public ILocator this[string selector] => Page.Locator(selector);

    public async Task StartAsync(string? key, string view)
    {
        await Page.AddInitScriptAsync(Watch);
        if (key is null) await Page.GotoAsync($"{_server}#/{view}");
        else await Page.GotoAsync($"{_server}#key={Uri.EscapeDataString(key)}");
        if (key is not null) await GoAsync(view);
    }

    /// <summary>Goes to a view by the address.</summary>
    public Task GoAsync(string view) => Page.EvaluateAsync("view => { location.hash = '/' + view; }", view);

    public Task PressAsync(string key) => Page.Keyboard.PressAsync(key);

    public Task<T> AskAsync<T>(string script) => Page.EvaluateAsync<T>(script);

    /// <summary>Nothing was logged, nothing was asked of anybody else, nothing was forbidden.</summary>
    public async Task AssertCalmAsync()
    {
        string[] violations = await AskAsync<string[]>("() => window.violations");
        Assert.Empty(_complaints.Concat(violations));
    }

    /// <summary>What the browser says of a refused request is expected where a test brings one about.</summary>
    public void ForgetFailedRequests() => _complaints.RemoveAll(c => c.Contains("Failed to load resource", StringComparison.Ordinal));

    /// <summary>A report's frame runs no script, and so none of <see cref="Watch"/> either, which the browser wants to run in every frame.</summary>
    private static bool IsOfTheSandbox(IConsoleMessage message) => message.Text.StartsWith("Blocked script execution", StringComparison.Ordinal);

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    /// <summary>Asks the server itself, to compare with what the page shows.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using HttpResponseMessage given = response;
        given.EnsureSuccessStatusCode();
        using Stream body = await given.Content.ReadAsStreamAsync();
        using JsonDocument document = await JsonDocument.ParseAsync(body);
        return document.RootElement.Clone();
    }
}
