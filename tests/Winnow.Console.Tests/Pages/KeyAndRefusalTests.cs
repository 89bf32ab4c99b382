using Microsoft.Playwright;
using Winnow.Console.Tests.Browser;
using Winnow.Console.Tests.Sample;
using static Microsoft.Playwright.Assertions;

namespace Winnow.Console.Tests.Pages;

[Collection(ConsoleTests.Name)]
public sealed class KeyAndRefusalTests(ConsoleFixture fixture)
{
    [BrowserFact]
    public async Task Key_InTheAddress_IsTakenOutOfIt()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel");
        await Expect(page[".landing button.row"].First).ToBeVisibleAsync();
        Assert.DoesNotContain(fixture.Server.Key, page.Page.Url, StringComparison.Ordinal);
        Assert.Equal(fixture.Server.Key, await page.AskAsync<string>("() => sessionStorage.getItem('winnow.key')"));
        Assert.Equal(0, await page.AskAsync<int>("() => localStorage.length"));
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Key_Absent_IsAskedForOnceAndAgainIfItIsWrong()
    {
        await using ConsolePage page = await fixture.OpenAsync(fixture.Server, null, "funnel");
        await Expect(page["dialog"]).ToHaveCountAsync(1);
        await page["#key-input"].FillAsync("not the key");
        await page.PressAsync("Enter");
        await Expect(page["#key-reason"]).ToContainTextAsync("does not know this key");
        await page["#key-input"].FillAsync(fixture.Server.Key);
        await page.PressAsync("Enter");
        await Expect(page[".landing button.row"].First).ToBeVisibleAsync();
        page.ForgetFailedRequests();
        await page.AssertCalmAsync();
    }

    [BrowserFact]
    public async Task Key_OverItsRate_IsToldWhenToComeBack()
    {
        await using ConsolePage page = await fixture.OpenAsync(fixture.Server, fixture.Server.SlowKey, "live");
        await page.GoAsync("models");
        await Expect(page[".failure h2"].First).ToHaveTextAsync("Too many requests with this key");
        await Expect(page[".failure p"].First).ToContainTextAsync("The server takes more in");
    }

    [BrowserFact]
    public async Task Server_WithoutARelease_IsSaidToBeNotReady()
    {
        await using SampleServer empty = await SampleServer.StartAsync(isReady: false);
        await using ConsolePage page = await fixture.OpenAsync(empty, empty.Key, "funnel?user=u-0001");
        await Expect(page[".failure h2"].First).ToHaveTextAsync("The server is not ready");
        await page.GoAsync("map");
        await Expect(page[".view-map .failure h2"].First).ToHaveTextAsync("The server is not ready");
    }

    [BrowserFact]
    public async Task Server_OutOfReach_IsSaidAndAskedAgainOnDemand()
    {
        await using ConsolePage page = await fixture.OpenAsync("funnel?user=u-0001");
        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);

        await page.Page.Context.SetOfflineAsync(true);
        await page.PressAsync("r");
        await Expect(page[".failure h2"]).ToHaveTextAsync("The server cannot be reached");
        await page.Page.Context.SetOfflineAsync(false);
        await page[".failure button"].ClickAsync();

        await Expect(page[".items [role=option]"]).ToHaveCountAsync(10);
        page.ForgetFailedRequests();
        await page.AssertCalmAsync();
    }
}
