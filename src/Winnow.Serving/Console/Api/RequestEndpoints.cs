using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Winnow.Serving.ConsoleApi;

/// <summary>The last requests that were answered.</summary>
internal static class RequestEndpoints
{
    private const int MostRequests = 100;

    public static JsonHttpResult<RequestsReply> Latest(string? user, int? limit, RequestRecorder recorder)
    {
        int most = limit ?? 20;
        if (most is < 1 or > MostRequests) throw Asks.Bad($"limit {most} came; expected 1 to {MostRequests}.");
        return TypedResults.Json(new RequestsReply([.. recorder.Latest(user, most).Select(Summary)]), ConsoleJson.Default.RequestsReply);
    }

    public static JsonHttpResult<AnswerReply> One(string id, RequestRecorder recorder, IReleaseRegistry registry)
    {
        RecordedRequest recorded = recorder.Latest(null, int.MaxValue).FirstOrDefault(r => r.RequestId == id)
            ?? throw Asks.Missing($"Request '{id}' is not among the last ones that are kept.");
        using FunnelLease lease = Releases.Lease(registry);
        AnswerReply reply = AnswerWriting.Reply(
            recorded.Answer, lease.Funnel.Items, recorded.Request.User, recorded.Variant, recorded.Time, recorded.Duration, recorded.RequestId);
        return TypedResults.Json(reply, ConsoleJson.Default.AnswerReply);
    }

    private static RequestSummary Summary(RecordedRequest r) => new(
        r.RequestId, r.Time, r.Duration.TotalMilliseconds, r.Request.User, r.Variant, r.Answer.Release, r.Answer.Items.Count, r.Answer.IsDegraded);
}
