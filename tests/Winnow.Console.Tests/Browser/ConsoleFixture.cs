using Microsoft.Playwright;
using Winnow.Console.Tests.Sample;

namespace Winnow.Console.Tests.Browser;

/// <summary>One server with some answers behind it, and one browser, for all tests of pages.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private const int AnsweredBefore = 28;      // four of them by the slow user
    private const float Patience = 20_000;      // ms; a busy machine is no fault of the page

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal SampleServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SampleServer.StartAsync();
        await Server.AnswerAsync(AnsweredBefore);
        if (Chromium.Path is null) return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        string[] rootMayNotSandbox = Environment.UserName == "root" ? ["--no-sandbox"] : [];
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Path, Args = rootMayNotSandbox });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>Opens a view of the console as one who has a key.</summary>
    internal Task<ConsolePage> OpenAsync(string view, Look? look = null) => OpenAsync(Server, Server.Key, view, look);

    /// <summary>Opens a view of some server with some key; without a key if it is null.</summary>
    internal async Task<ConsolePage> OpenAsync(SampleServer server, string? key, string view, Look? look = null)
    {
        look ??= new Look();
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(Patience);
        ConsolePage page = new(await context.NewPageAsync(), server.Address);
        await page.StartAsync(key, view);
        return page;
    }
}

/// <summary>Size and colours of a window.</summary>
internal sealed record Look(int Width = 1280, int Height = 900, bool IsDark = false);

/// <summary>The tests that share <see cref="ConsoleFixture"/>.</summary>
[CollectionDefinition(Name)]
public sealed class ConsoleTests : ICollectionFixture<ConsoleFixture>
{
    public const string Name = "console";
}
