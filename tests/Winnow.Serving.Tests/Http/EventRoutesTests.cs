using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Winnow.Serving.Tests.Events;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Http;

public sealed class EventRoutesTests
{
    [Fact]
    public async Task Events_OfAnAnswer_CarryItsVariantAndReachTheHistory()
    {
        await using TestServer server = await StartAsync();
        await server.Server.Releases.SwapAsync("g1", "green");
        string request = (await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u1", "variant": "green"}"""))).GetProperty("requestId").GetString()!;

        JsonElement taken = await JsonAsync(PostAsync(server.Write, "/v1/events", $$"""
            {"events": [{"user": "u1", "item": "i2", "type": "click", "requestId": "{{request}}"}, {"user": "u1", "item": "i9", "type": "view", "time": "2026-01-01T00:00:00Z"}]}
            """), 202);

        Assert.Equal((2, 2, true), (taken.GetProperty("accepted").GetInt32(), taken.GetProperty("position").GetInt32(), taken.GetProperty("inHistories").GetBoolean()));
        ServedEvent[] logged = [.. server.Server.Parts.GetRequiredService<EventLog>().Read(0).Select(e => e.Event)];
        Assert.Equal(("green", "g1", request), (logged[0].Variant, logged[0].Release, logged[0].RequestId));
        Assert.Null(logged[1].Variant);
        JsonElement history = (await JsonAsync(server.Read.GetAsync(new Uri("/v1/users/u1", UriKind.Relative)))).GetProperty("history");
        Assert.Equal("i2", Assert.Single(history.EnumerateArray()).GetProperty("item").GetString());       // a view is no part of a history
        JsonElement next = await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u1", "count": 20}"""));
        Assert.DoesNotContain("i2", next.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("item").GetString()));
    }

    [Theory]
    [InlineData("""{"events": []}""", "expected 1 to 1000")]
    [InlineData("""{"events": [null]}""", "events[0] is null")]
    [InlineData("""{"events": [{"user": "u", "item": "i", "type": "two words"}]}""", "events[0].type")]
    [InlineData("""{"events": [{"user": "u", "item": "", "type": "click"}]}""", "events[0].item is empty")]
    [InlineData("""{"events": [{"user": "u", "item": "i", "type": "click", "time": "2999-01-01T00:00:00Z"}]}""", "events[0].time")]
    [InlineData("""{"events": [{"user": "u", "item": "i", "type": "click", "time": "yesterday"}]}""", "time")]
    [InlineData("""{"events": [{"user": "u", "type": "click"}]}""", "item")]
    public async Task Events_BadOnes_AreRefusedByNameAndNoneIsKept(string body, string named)
    {
        await using TestServer server = await StartAsync();

        Assert.Contains(named, await ProblemAsync(PostAsync(server.Write, "/v1/events", body), 400), StringComparison.Ordinal);
        Assert.Equal(0, server.Server.Parts.GetRequiredService<EventLog>().Position);
    }

    [Fact]
    public async Task Events_FullDisk_AreRefusedUntilThereIsRoom()
    {
        FullDisk? disk = null;
        await using TestServer server = await StartAsync(o => o with { Events = new EventLogOptions { Wrap = (_, file) => disk = new FullDisk(file) } });
        const string body = """{"events": [{"user": "u1", "item": "i2", "type": "click"}]}""";
        await JsonAsync(PostAsync(server.Write, "/v1/events", body), 202);

        disk!.Room = 10;
        Assert.Contains("make room", await ProblemAsync(PostAsync(server.Write, "/v1/events", body), 503), StringComparison.Ordinal);
        await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "u1"}"""));
        disk.Room = long.MaxValue;

        Assert.Equal(2, (await JsonAsync(PostAsync(server.Write, "/v1/events", body), 202)).GetProperty("position").GetInt32());
    }

    [Fact]
    public async Task Restart_MemoryStore_GetsItsHistoriesBackFromTheLog()
    {
        string folder = Directory.CreateTempSubdirectory("winnow-server").FullName, copy = Directory.CreateTempSubdirectory("winnow-server").FullName;
        await using (TestServer server = await StartAsync(folder: folder))
        {
            await JsonAsync(PostAsync(server.Write, "/v1/events", """{"events": [{"user": "u1", "item": "i2", "type": "purchase"}]}"""), 202);
            Directory.CreateDirectory(Path.Combine(copy, "events"));
            foreach (string file in Directory.GetFiles(Path.Combine(folder, "events"), "*.jsonl")) File.Copy(file, Path.Combine(copy, "events", Path.GetFileName(file)));
        }

        await using TestServer again = await StartAsync(folder: copy);
        HistoryKeeper histories = again.Server.Parts.GetRequiredService<HistoryKeeper>();
        Assert.True(await histories.WaitAsync(1, TimeSpan.FromSeconds(30), default));
        Assert.Equal("i2", Assert.Single((await again.Server.Features.UserAsync("u1")).History));
    }
}
