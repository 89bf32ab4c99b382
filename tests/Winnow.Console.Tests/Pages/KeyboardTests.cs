using Microsoft.Playwright;
using Winnow.Console.Tests.Browser;
using static Microsoft.Playwright.Assertions;

namespace Winnow.Console.Tests.Pages;

[Collection(ConsoleTests.Name)]
public sealed class KeyboardTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task FirstTab_IsTheSkipLinkAndLeadsToTheContent()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=u-0007");
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);
        await page.PressAsync("Tab");
        await Expect(page[".skip"]).ToBeFocusedAsync();
        await Expect(page[".skip"]).ToBeInViewportAsync();
        await page.PressAsync("Enter");
        await Expect(page["main"]).ToBeFocusedAsync();
        await Expect(page[".subject h1"]).ToHaveTextAsync("u-0007");
    }

    [BrowserFact]
    public async Task Digits_GoToTheViewsAndKeepTheUser()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=u-0007");
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);
        foreach ((string key, string view) in ((string, string)[])[("2", "compare"), ("3", "map"), ("4", "live"), ("5", "models"), ("1", "funnel")])
            await GoesTo(page, key, view);
        await Expect(page[".subject h1"]).ToHaveTextAsync("u-0007");
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task QuestionMark_ListsTheShortcutsAndCanSwitchThemOff()
    {
        await using ConsolePage page = await fixture.OpenAsync("live");
        await Expect(page[".view-live .lead"]).ToHaveTextAsync("Looked at every 2 seconds");
        await page.PressAsync("?");
        await Expect(page["dialog h2"]).ToHaveTextAsync("Keyboard");
        await page["#shortcuts-on"].UncheckAsync();
        await page.PressAsync("Escape");
        await Expect(page["dialog"]).ToHaveCountAsync(0);
        await page.PressAsync("5");
        await Expect(page[".tabs [aria-current]"]).ToHaveTextAsync("Live");
        await page["#help"].ClickAsync();
        await page["#shortcuts-on"].CheckAsync();
        await page.PressAsync("Escape");
        await page.PressAsync("5");
        await Expect(page[".tabs [aria-current]"]).ToHaveTextAsync("Models");
    }

    [BrowserFact]
    public async Task List_HasOneTabStop()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=u-0007");
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);
        await Expect(page[".items [role=option][tabindex='0']"]).ToHaveCountAsync(1);
        await page[".items [role=option]"].First.FocusAsync();
        await page.PressAsync("End");
        await Expect(page[".items [role=option]"].Last).ToBeFocusedAsync();
        await Expect(page[".items [role=option][tabindex='0']"]).ToHaveCountAsync(1);
        await page.PressAsync("Tab");
        Assert.False(await page.AskAsync<bool>("() => document.activeElement.getAttribute('role') === 'option'"));
    }

    [BrowserFact]
    public async Task EveryTabStop_ShowsWhereTheFocusIs()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=u-0007");
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);
        int stops = 0;
        for (; stops < 60; stops++)
        {
            await page.PressAsync("Tab");
            if (await page.AskAsync<bool>("() => document.activeElement === document.body")) break;
            string? hidden = await page.AskAsync<string?>("""
                () => { const e = document.activeElement, s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 ? null : e.outerHTML.slice(0, 120); }
                """);
            Assert.Null(hidden);
        }
        Assert.InRange(stops, 12, 59);
    }

    [BrowserFact]
    public async Task Theme_Chosen_StaysAfterLoadingAgain()
    {
        await using ConsolePage page = await fixture.OpenAsync("live");
        await Expect(page["#theme"]).ToHaveAttributeAsync("aria-label", "Dark theme");
        await page.PressAsync("t");
        await Expect(page["html"]).ToHaveAttributeAsync("data-theme", "dark");
        await page.Page.ReloadAsync();
        await Expect(page["html"]).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(page["#theme"]).ToHaveAttributeAsync("aria-label", "Light theme");
        await page.AssertCalmAsync();
    }

    private static async Task GoesTo(ConsolePage page, string key, string view)
    {
        await page.PressAsync(key);
        await Expect(page[".tabs [aria-current]"]).ToHaveAttributeAsync("data-view", view);
    }
}
