using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Winnow.Data;
using Winnow.Serving.Http;

namespace Winnow.Serving.ConsoleApi;

/// <summary>Users to choose from, and one of them with his history.</summary>
internal static class UserEndpoints
{
    private const int MostUsers = 50, MostHistory = 200, MostAbout = 3;

    public static async Task<JsonHttpResult<UsersReply>> Search(string? query, int? limit, IFeatureStore store, CancellationToken cancel)
    {
        int most = limit ?? 12;
        if (most is < 1 or > MostUsers) throw Asks.Bad($"limit {most} came; expected 1 to {MostUsers}.");
        if (!string.IsNullOrEmpty(query) && Checks.Id("query", query) is { } fault) throw Asks.Bad(fault);
        List<ListedUser> users = [];
        foreach (string id in await store.FindUsersAsync(query ?? "", most, cancel))
        {
            UserState state = await store.UserAsync(id, cancel);
            users.Add(new ListedUser(id, state.History.Count, About(state.Features)));
        }
        return TypedResults.Json(new UsersReply(users), ConsoleJson.Default.UsersReply);
    }

    public static async Task<JsonHttpResult<UserReply>> User(string id, IFeatureStore store, IReleaseRegistry registry, CancellationToken cancel)
    {
        if (Checks.Id("user", id) is { } fault) throw Asks.Bad(fault);
        StoredUser? user = await store.FindUserAsync(id, cancel);
        StoredUser known = user ?? StoredUser.Empty;
        using FunnelLease lease = Releases.Lease(registry);
        IEnumerable<TakenItem> latestFirst = known.History.Reverse().Take(MostHistory)
            .Select(entry => new TakenItem(ItemTitles.Describe(entry.Item, lease.Funnel.Items), entry.Time));
        return TypedResults.Json(new UserReply(id, user is not null, known.Features, known.History.Count, [.. latestFirst]), ConsoleJson.Default.UserReply);
    }

    private static string About(FeatureValues features) => string.Join(" · ", features.Names.Take(MostAbout).Select(n => features[n].ToString()));
}
