using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Winnow.Serving.Http;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Runs the funnel for the page. These answers are explained, and neither recorded nor counted: nobody was served.</summary>
internal static class AnswerEndpoints
{
    private const int MostItems = 100;

    public static async Task<JsonHttpResult<AnswerReply>> Recommend(HttpContext http, IReleaseRegistry registry, UserDirectory users, TimeProvider time)
    {
        RecommendAsk ask = await Asks.ReadAsync(http, ConsoleJson.Default.RecommendAsk);
        FunnelRequest request = Request(ask.User, ask.Count, ask.Seed);
        UserState user = await StateAsync(users, ask.User, http.RequestAborted);
        return TypedResults.Json(Answer(registry, ask.Release, request, user, time, http.RequestAborted), ConsoleJson.Default.AnswerReply);
    }

    public static async Task<JsonHttpResult<CompareReply>> Compare(HttpContext http, IReleaseRegistry registry, UserDirectory users, TimeProvider time)
    {
        CompareAsk ask = await Asks.ReadAsync(http, ConsoleJson.Default.CompareAsk);
        FunnelRequest request = Request(ask.User, ask.Count, ask.Seed);
        UserState user = await StateAsync(users, ask.User, http.RequestAborted);
        AnswerReply left = Answer(registry, ask.Left, request, user, time, http.RequestAborted);
        AnswerReply right = Answer(registry, ask.Right, request, user, time, http.RequestAborted);
        return TypedResults.Json(new CompareReply(left, right), ConsoleJson.Default.CompareReply);
    }

    private static FunnelRequest Request(string? user, int count, ulong seed)
    {
        if (count is < 1 or > MostItems) throw Asks.Bad($"count {count} came; expected 1 to {MostItems}.");
        if (user is not null && Checks.Id("user", user) is { } fault) throw Asks.Bad(fault);
        return new FunnelRequest { User = user, Count = count, Seed = seed, Explain = true };
    }

    private static async ValueTask<UserState> StateAsync(UserDirectory users, string? user, CancellationToken cancel) =>
        user is null ? UserState.Unknown : (await users.FindAsync(user, cancel)).State;

    private static AnswerReply Answer(
        IReleaseRegistry registry, ReleaseChoice? choice, FunnelRequest request, UserState user, TimeProvider time, CancellationToken cancel)
    {
        using FunnelLease lease = Releases.Lease(registry, choice);
        long began = time.GetTimestamp();
        FunnelAnswer answer = lease.Funnel.Recommend(request, user, cancel);
        TimeSpan took = time.GetElapsedTime(began);
        return AnswerWriting.Reply(answer, lease.Funnel.Items, request.User, Releases.Find(registry, choice?.Variant).Variant, time.GetUtcNow(), took);
    }
}
