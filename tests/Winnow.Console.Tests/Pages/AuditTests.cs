using Microsoft.Playwright;
using Winnow.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Winnow.Console.Tests.Pages;

/// <summary>Every view in every look: names, contrast, roles, width, rest. Set WINNOW_SCREENSHOTS to a folder to keep a picture of each.</summary>
[Collection(ConsoleTests.Name)]
public sealed class AuditTests(ConsoleFixture fixture)
{
    private const double StillEnough = 0.02;        // layout shift score; 0.1 is what browsers call good

    /// <summary>View, and what stands on it once its data are there.</summary>
    private static readonly (string View, string Ready)[] s_views =
    [
        ("funnel", ".landing button.row"), ("funnel?user=u-0007", ".terms rect"), ("funnel?user=u-slow", ".stage.degraded"), ("compare?user=u-0007", ".link"), ("compare", ".view-compare h1"),
        ("map?user=u-0007", ".marks .disc"), ("live", ".time-chart svg[aria-label]"), ("models", "iframe"),
    ];

    public static TheoryData<string, string, int, bool> Looks()
    {
        TheoryData<string, string, int, bool> looks = [];
        foreach ((string view, string ready) in s_views)
            foreach ((int width, bool isDark) in ((int, bool)[])[(1440, false), (1440, true), (360, false), (820, true)]) looks.Add(view, ready, width, isDark);
        return looks;
    }

    [BrowserTheory, MemberData(nameof(Looks))]
    public async Task View_InEveryLook_PassesTheAudit(string view, string ready, int width, bool isDark)
    {
        await using ConsolePage page = await fixture.OpenAsync(view, new Look(width, width < 500 ? 780 : 900, isDark));
        await Expect(page[ready].First).ToBeAttachedAsync();
        await Expect(page["[aria-busy=true]"]).ToHaveCountAsync(0);
        await PictureAsync(page, view, width, isDark);

        Assert.Empty(await page.AskAsync<string[]>(Audit.Nameless));
        Assert.Empty(await page.AskAsync<string[]>(Audit.Faint));
        Assert.Empty(await page.AskAsync<string[]>(Audit.Misplaced));
        Assert.Equal(0, await page.AskAsync<int>(Audit.Overflow));
        Assert.InRange(await page.AskAsync<double>("() => window.shift"), 0, StillEnough);
        await page.AssertCalmAsync();
    }

    private static async Task PictureAsync(ConsolePage page, string view, int width, bool isDark)
    {
        if (Environment.GetEnvironmentVariable("WINNOW_SCREENSHOTS") is not { Length: > 0 } folder) return;
        string name = $"{view.Replace("?user=", "-", StringComparison.Ordinal)}-{width}-{(isDark ? "dark" : "light")}.png";
        await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
    }
}
