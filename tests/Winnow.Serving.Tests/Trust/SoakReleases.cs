using System.Globalization;
using System.Text.Json;
using Winnow.Numerics;

namespace Winnow.Serving.Tests.Trust;

/// <summary>Releases that answer the same requests with other scores, and what each answers, computed without a server.</summary>
internal sealed class SoakReleases : IDisposable
{
    private static readonly int[] s_users = [0, 3, 7, 11, 19, 28];

    private readonly TemporaryDirectory _place = new();
    private readonly Dictionary<string, string[]> _answers = [];

    public SoakReleases(SmallShop shop, int count)
    {
        Requests =
        [
            .. s_users.Select(u => new FunnelRequest { User = $"u{u}", Count = 5 + u % 3, Seed = (ulong)u }), new FunnelRequest { Count = 8, Seed = 5 },
            new FunnelRequest { User = "u5", Count = 4, Candidates = ["i3", "i8", "i1", "i30", "i12", "i17"] }, new FunnelRequest { User = "nobody", Count = 6, Exclude = ["i1", "i2"] },
        ];
        for (int i = 0; i < count; i++)
        {
            // The boost holds for every item: the order is that of the others, each score is this release's own.
            string path = _place[$"r{i}"], boost = string.Create(CultureInfo.InvariantCulture, $"{{kind: boost, attribute: seller, noneOf: [nobody], factor: {1 << (i + 1)}}}");
            ReleaseBuilder.Pack(path, shop.Options($"rules=[{{kind: seen}}, {{kind: cap, attribute: seller, most: 3}}, {boost}]"), shop.Data, WorkerTeam.Single);
            Paths.Add(path);
            long before = GC.GetTotalMemory(forceFullCollection: true) + NativeMemoryUsage.LiveBytes;
            using Release release = Release.Load(path);
            _answers[release.Name] = [.. Requests.Select(r => Words(release.Funnel.Recommend(r, StateOf(release, r.User))))];
            FootprintBytes = GC.GetTotalMemory(forceFullCollection: true) + NativeMemoryUsage.LiveBytes - before;
        }
        Assert.Equal(count * Requests.Count, _answers.Values.SelectMany(a => a).Distinct().Count());
    }

    public List<string> Paths { get; } = [];

    /// <summary>What is asked.</summary>
    public IReadOnlyList<FunnelRequest> Requests { get; }

    /// <summary>Managed and native memory of one loaded release.</summary>
    public long FootprintBytes { get; }

    /// <summary>The body of a request.</summary>
    public string BodyOf(int request)
    {
        FunnelRequest r = Requests[request];
        Dictionary<string, object?> body = new() { ["user"] = r.User, ["count"] = r.Count, ["exclude"] = r.Exclude, ["seed"] = r.Seed };
        if (r.Candidates is not null) body["candidates"] = r.Candidates;
        return JsonSerializer.Serialize(body);
    }

    /// <summary>What is wrong with an answer; null: it is exactly what the release that it names answers.</summary>
    public string? Fault(int request, JsonElement answer)
    {
        string release = answer.GetProperty("release").GetString()!;
        if (!_answers.TryGetValue(release, out string[]? all)) return $"release '{release}' is none of {string.Join(", ", _answers.Keys)}";
        string words = string.Join(' ', answer.GetProperty("items").EnumerateArray().Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.GetProperty("item").GetString()}:{i.GetProperty("score").GetSingle():R}")));
        if (answer.GetProperty("degraded").GetBoolean()) return $"degraded: {answer.GetProperty("stages")}";
        return words == all[request] ? null : $"request {request} by {release}: {words}; expected {all[request]}";
    }

    public void Dispose() => _place.Dispose();

    private static UserState StateOf(Release release, string? user) =>
        release.Users().FirstOrDefault(u => u.User == user) is { } known ? new UserState(known.Features, known.History) : UserState.Unknown;

    private static string Words(FunnelAnswer answer)
    {
        Assert.False(answer.IsDegraded);
        return string.Join(' ', answer.Items.Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Item}:{i.Score:R}")));
    }
}
