using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Winnow.Console.Tests.Browser;
using Winnow.Console.Tests.Sample;
using static Microsoft.Playwright.Assertions;

namespace Winnow.Console.Tests.Pages;

[Collection(ConsoleTests.Name)]
public sealed class FunnelPageTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task User_FoundByKeyboard_ShowsHistoryAndPage()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel");
        await Expect(page["h1"].First).ToHaveTextAsync("Who is it for?");

        await page.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("u-000");
        await Expect(page["[role=option]"].First).ToContainTextAsync("u-0000");
        await page.PressAsync("ArrowDown");
        await page.PressAsync("ArrowDown");
        await page.PressAsync("Enter");

        await Expect(page[".subject h1"]).ToHaveTextAsync("u-0001");
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);
        await Expect(page[".titles li"]).ToHaveCountAsync(6);
        await Expect(page[".subject .lead"].First).ToContainTextAsync("6 items taken");
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Answer_Shown_EqualsWhatTheServerSays()
    {
        JsonElement answer = await ConsolePage.JsonAsync(await fixture.Server.Client.PostAsJsonAsync("/console/api/recommend", new { user = "u-0012", count = 10 }));
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=u-0012");
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);

        string[] titles = [.. answer.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetString()!)];
        Assert.Equal(titles, await page[".items .title"].AllTextContentsAsync());
        string[] left = [.. answer.GetProperty("stages").EnumerateArray().Select(s => $"{s.GetProperty("left").GetInt32()} of {s.GetProperty("entered").GetInt32():n0}")];
        Assert.Equal(left, await page[".stage .left"].AllTextContentsAsync());
        await Expect(page[".parts li"]).ToHaveCountAsync(3);
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Item_SelectedByArrows_ShowsTermsThatSumToItsLogit()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=u-0007");
        await page[".items [role=option]"].First.FocusAsync();

        await page.PressAsync("ArrowDown");
        await page.PressAsync("ArrowDown");

        ILocator third = page[".items [role=option]"].Nth(2);
        await Expect(third).ToBeFocusedAsync();
        await Expect(third).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page[".why h2"]).ToHaveTextAsync((await third.Locator(".title").TextContentAsync())!);
        await Expect(page[".way.marked"]).ToHaveCountAsync(1);
        double[] rows = [.. (await page[".terms td"].AllTextContentsAsync()).Select(Number)];
        double rounding = 0.005 * rows.Length;       // each figure is shown to two places
        Assert.InRange(rows[..^1].Sum() - rows[^1], -rounding, rounding);
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task RecordedAnswer_Chosen_IsShownAsItWasGiven()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=u-0001");
        await Expect(page["#recorded option"]).Not.ToHaveCountAsync(1);

        await page["#recorded"].SelectOptionAsync(new SelectOptionValue { Index = 1 });

        await Expect(page[".summary"]).ToContainTextAsync("answered at");
        await Expect(page[".why"]).ToContainTextAsync("given without reasons");
        await page[".why button"].ClickAsync();
        await Expect(page[".summary"]).ToContainTextAsync("answered just now");
        await Expect(page[".terms"]).ToBeVisibleAsync();
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task DegradedAnswer_Shown_SaysWhichStageAndWhy()
    {
        await using ConsolePage page = await fixture.OpenAsync($"funnel?user={SampleUsers.Slow}");
        await Expect(page[".stage.degraded .name"]).ToHaveTextAsync("Rank");
        await Expect(page[".stage.degraded .flag"]).ToContainTextAsync("over its budget");
        await Expect(page[".why"]).ToContainTextAsync("The ranker did not score it");
    }

    [BrowserFact]
    public async Task User_WithMarkupInTheId_IsText()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel");
        await page[".landing button.row"].First.WaitForAsync();
        await page.PressAsync("/");
        await page.Page.Keyboard.TypeAsync("x <b");
        await Expect(page["[role=option]"].First).ToContainTextAsync(SampleUsers.Odd);
        await page.PressAsync("ArrowDown");
        await page.PressAsync("Enter");
        await Expect(page[".subject h1"]).ToHaveTextAsync(SampleUsers.Odd);
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task User_NobodyKnows_IsAnsweredAsANewcomer()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=nobody");
        await Expect(page[".subject .lead"].First).ToContainTextAsync("Nothing is known of this user");
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);
        await page.AssertCalmAsync();
    }

    private static double Number(string text) => double.Parse(text.Replace('−', '-').Replace("+", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
}
