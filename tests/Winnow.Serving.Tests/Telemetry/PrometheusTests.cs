using System.Globalization;
using System.Text.RegularExpressions;
using Winnow.Serving.Tests.Http;
using static Winnow.Serving.Tests.Http.TestServer;

namespace Winnow.Serving.Tests.Telemetry;

public sealed partial class PrometheusTests
{
    [Fact]
    public async Task Metrics_AfterRequests_CountThemByRouteStageAndReason()
    {
        await using TestServer server = await StartAsync();
        server.Funnel("r1").Degradation = "over its budget of 5 ms; kept the order of recall";
        for (int i = 0; i < 3; i++) await JsonAsync(PostAsync(server.Read, "/v1/recommend", "{}"));
        await ProblemAsync(PostAsync(server.Read, "/v1/recommend", "["), 400);
        await JsonAsync(PostAsync(server.Write, "/v1/events", """{"events": [{"user": "u", "item": "i1", "type": "click"}]}"""), 202);

        string[] lines = (await server.Read.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n');

        foreach (string expected in new[]
        {
            """winnow_requests_total{route="/v1/recommend",method="POST",status="200"} 3""",
            """winnow_requests_total{route="/v1/recommend",method="POST",status="400"} 1""",
            """winnow_request_duration_seconds_count{route="/v1/recommend"} 4""",
            """winnow_degradations_total{stage="rank",reason="over budget"} 3""",
            """winnow_stage_duration_seconds_count{stage="recall",part="popular"} 3""",
            """winnow_stage_duration_seconds_bucket{stage="rank",le="0.002"} 3""",
            """winnow_stage_duration_seconds_bucket{stage="rank",le="0.001"} 0""",
            """winnow_swaps_total{variant="main",outcome="swapped"} 1""",
            """winnow_events_total{type="click",variant="none"} 1""",
            "winnow_leases 0", "winnow_ready 1", "# TYPE winnow_stage_duration_seconds histogram",
        })
            Assert.Contains(expected, lines);
        Assert.Contains(lines, l => l.StartsWith("dotnet_gc_", StringComparison.Ordinal));
        Assert.All(lines.Where(l => l.Length > 0 && l[0] != '#'), l => Assert.Matches(Line(), l));
    }

    [Fact]
    public void Record_MoreSeriesThanAllowed_CountsTheRestTogether()
    {
        using System.Diagnostics.Metrics.Meter meter = new("test");
        MetricSeries series = new(meter.CreateCounter<long>("events"), null);

        for (int i = 0; i < MetricSeries.Most + 50; i++) series.Record(1, [new KeyValuePair<string, object?>("type", i.ToString(CultureInfo.InvariantCulture))]);

        Assert.Equal(MetricSeries.Most + 1, series.Copy().Length);
        Assert.Equal(50, series.Copy()[^1].Sum);
    }

    [Fact]
    public void Write_AwkwardTagsAndValues_StaysOneLineEach()
    {
        using System.Diagnostics.Metrics.Meter meter = new("test");
        MetricSeries series = new(meter.CreateHistogram<double>("a.b", "s", "Line\nbreak \\"), [0.5, 1]);
        series.Record(0.7, [new KeyValuePair<string, object?>("stage", "a \"b\"\n\\c")]);

        Assert.Equal(
            "# HELP a_b_seconds Line\\nbreak \\\\\n# TYPE a_b_seconds histogram\n" +
            "a_b_seconds_bucket{stage=\"a \\\"b\\\"\\n\\\\c\",le=\"0.5\"} 0\na_b_seconds_bucket{stage=\"a \\\"b\\\"\\n\\\\c\",le=\"1\"} 1\n" +
            "a_b_seconds_bucket{stage=\"a \\\"b\\\"\\n\\\\c\",le=\"+Inf\"} 1\na_b_seconds_sum{stage=\"a \\\"b\\\"\\n\\\\c\"} 0.7\na_b_seconds_count{stage=\"a \\\"b\\\"\\n\\\\c\"} 1\n",
            PrometheusText.Write([series]));
    }

    [GeneratedRegex("""^[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\.)*")*\})? [-+0-9.eE]+$""")]
    private static partial Regex Line();
}
