using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Winnow.Console.Tests.Browser;
using Winnow.Console.Tests.Sample;
using static Microsoft.Playwright.Assertions;

namespace Winnow.Console.Tests.Pages;

[Collection(ConsoleTests.Name)]
public sealed class OtherPagesTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task Compare_PresentAndBefore_CountsWhatMovedCameAndWent()
    {
        object left = new { variant = "main", previous = false }, right = new { variant = "main", previous = true };
        JsonElement answer = await ConsolePage.JsonAsync(await fixture.Server.Client.PostAsJsonAsync("/console/api/compare", new { user = "u-0007", left, right }));
        string[] before = Items(answer, "left"), after = Items(answer, "right");
        int both = before.Intersect(after).Count(), moved = before.Intersect(after).Count(i => Array.IndexOf(before, i) != Array.IndexOf(after, i));
        Assert.InRange(both, 1, 9);      // else the sample shows nothing

        await using ConsolePage page = await fixture.OpenAsync("compare?user=u-0007");

        await Expect(page[".view-compare .lead"].First).ToHaveTextAsync($"{both} items in both, {moved} of them moved; {10 - both} went, {10 - both} came.");
        await Expect(page[".change.came"]).ToHaveCountAsync(10 - both);
        await Expect(page[".change.went"]).ToHaveCountAsync(10 - both);
        await Expect(page[".link"]).ToHaveCountAsync(both);
        await Expect(page[".sides h2"].Nth(1)).ToContainTextAsync(SampleReleases.Before);
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Compare_ItemSelected_IsSelectedOnBothSides()
    {
        await using ConsolePage page = await fixture.OpenAsync("compare?user=u-0007");
        await page[".sides [role=listbox]"].Nth(1).Locator("[role=option]").First.FocusAsync();
        await page.PressAsync("ArrowDown");
        string item = (await page.AskAsync<string>("() => document.activeElement.dataset.value"))!;
        await Expect(page[$".sides [data-value={item}][aria-selected=true]"]).ToHaveCountAsync(2);
        await Expect(page[".comparison .why"]).ToHaveCountAsync(2);
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Map_ArrowKeys_GoFromItemToItemAndTellTheirTitles()
    {
        await using ConsolePage page = await fixture.OpenAsync("map?user=u-0007");
        await Expect(page[".marks"]).ToContainTextAsync("12 items taken");
        await page["canvas"].FocusAsync();

        HashSet<string> told = [];
        foreach (string key in (string[])["ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft"])
        {
            await page.PressAsync(key);
            told.Add((await page[".map-canvas [role=status]"].TextContentAsync())!);
        }
        Assert.True(told.Count >= 3, string.Join("; ", told));
        Assert.All(told, title => Assert.StartsWith("The ", title, StringComparison.Ordinal));
        await Expect(page[".tip"]).ToBeVisibleAsync();
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Map_LegendPressed_ChangesWhatIsDrawn()
    {
        await using ConsolePage page = await fixture.OpenAsync("map");
        await Expect(page[".legend button"]).ToHaveCountAsync(SampleCatalogue.Genres.Length);
        const string Ink = "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(document.querySelector('canvas').toDataURL().length))))";
        int all = await page.AskAsync<int>(Ink);

        await page[".legend button"].Nth(2).ClickAsync();

        await Expect(page[".legend button"].Nth(2)).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.NotEqual(all, await page.AskAsync<int>(Ink));
        await page["label:has-text('Colour by') select"].SelectOptionAsync("year");
        await Expect(page[".legend button"]).ToHaveCountAsync(5);
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Live_AfterRequests_ShowsThemAndHowManyWereDegraded()
    {
        await using ConsolePage page = await fixture.OpenAsync("live");
        await page["label:has-text('Over') select"].SelectOptionAsync("minutes");

        await fixture.Server.AnswerAsync(14);

        await Expect(page[".tiles dd"].Nth(3)).Not.ToContainTextAsync("0 %0");
        await Expect(page[".time-chart .bar.c2, .time-chart .bar.c1"].First).ToBeAttachedAsync();
        await Expect(page[".time-chart svg"].First).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^Requests a second, now: "));
        await page["button:has-text('Pause')"].ClickAsync();
        await Expect(page[".view-live .lead"]).ToHaveTextAsync("Paused");
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Models_ReportChosen_IsShownInAFrameThatRunsNothing()
    {
        await using ConsolePage page = await fixture.OpenAsync("models", new Look(IsDark: true));
        await Expect(page["iframe"]).ToHaveAttributeAsync("sandbox", "");
        await Expect(page.Page.FrameLocator("iframe").Locator("h1")).ToHaveTextAsync("DeepFM on films");
        await Expect(page.Page.FrameLocator("iframe").Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(page[".swaps .refused"]).ToContainTextAsync("4,096 bytes shorter");

        await page[".models [role=option]"].First.FocusAsync();
        await page.PressAsync("ArrowDown");
        await Expect(page[".report"]).ToContainTextAsync("without rows to report on");
        await page.AssertCalmAsync();
    }

    private static string[] Items(JsonElement answer, string side) =>
        [.. answer.GetProperty(side).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()!)];
}
