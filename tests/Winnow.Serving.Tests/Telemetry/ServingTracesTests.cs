using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Winnow.Serving.Tests.Http;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Telemetry;

public sealed class ServingTracesTests
{
    [Fact]
    public async Task Request_WithAListener_HasASpanForEachStageAndNothingOfTheUser()
    {
        ConcurrentBag<Activity> ended = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == ServingTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using TestServer server = await StartAsync();
        server.Funnel("r1").Degradation = "failed: no model; kept the order of recall";

        JsonElement answer = await JsonAsync(PostAsync(server.Read, "/v1/recommend", """{"user": "somebody private"}"""));

        string id = answer.GetProperty("requestId").GetString()!;
        Activity request = Assert.Single(ended, a => (string?)a.GetTagItem("winnow.request") == id);
        Activity[] stages = [.. ended.Where(a => a.ParentSpanId == request.SpanId)];
        Assert.Equal(["rank", "recall"], stages.Select(a => a.OperationName).Order(StringComparer.Ordinal));
        Activity recall = stages.Single(a => a.OperationName == "recall"), rank = stages.Single(a => a.OperationName == "rank");
        Assert.Equal("popular", Assert.Single(ended, a => a.ParentSpanId == recall.SpanId).OperationName);
        Assert.Equal((TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2)), (recall.Duration, rank.Duration));
        Assert.Equal(recall.StartTimeUtc + recall.Duration, rank.StartTimeUtc);
        Assert.Equal(ActivityStatusCode.Error, rank.Status);
        Assert.DoesNotContain(ended.Where(a => a.TraceId == request.TraceId).SelectMany(a => a.TagObjects), t => $"{t.Value}".Contains("private", StringComparison.Ordinal));
    }
}
