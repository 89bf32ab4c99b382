using System.Collections.Concurrent;
using System.Text.Json;

namespace Winnow.Serving.Tests.Trust;

/// <summary>Clients that ask a server for everything it does, and compare what can be compared.</summary>
internal sealed class SoakLoad(TrustServer server, SoakReleases releases, double rate)
{
    private long _answered, _checked;

    public long Answered => Volatile.Read(ref _answered);

    public long Checked => Volatile.Read(ref _checked);

    /// <summary>Releases that gave answers.</summary>
    public ConcurrentDictionary<string, byte> Seen { get; } = new();

    public ConcurrentQueue<string> Failures { get; } = new();

    /// <summary>One client of several that share the rate, until it is told to end. Always at work: a late answer delays the next request.</summary>
    public async Task RunAsync(int client, int clients, CancellationToken end)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(clients / rate));
        for (int i = client; !end.IsCancellationRequested; i++)
        {
            try
            {
                await OneAsync(i);
                Interlocked.Increment(ref _answered);
                await timer.WaitForNextTickAsync(end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Failures.Enqueue($"request {i}: {e.Message}");
            }
        }
    }

    private async Task OneAsync(int i)
    {
        switch (i % 16)
        {
            case 3: await server.AnswerAsync("GET", $"/v1/items/i{i % 40}/similar?count=3"); break;
            case 6: await server.AnswerAsync("POST", "/v1/events", $$"""{"events": [{"user": "visitor-{{i % 50}}", "item": "i{{i % 40}}", "type": "click"}]}"""); break;
            case 9: await server.AnswerAsync("PATCH", $"/v1/items/i{i % 40}", $$$"""{"features": {"note": "n{{{i % 9}}}"}}"""); break;         // no model reads it
            case 12: await server.AnswerAsync("PATCH", $"/v1/users/visitor-{i % 50}", $$$"""{"features": {"age": {{{20 + i % 30}}}}}"""); break;
            case 14: await server.AnswerAsync("GET", "/health/ready"); break;
            case 15: await server.AnswerAsync("POST", "/v1/recommend", $$"""{"user": "visitor-{{i % 50}}", "explain": true}"""); break;
            default: await CompareAsync(i % releases.Requests.Count); break;
        }
    }

    private async Task CompareAsync(int request)
    {
        string route = releases.Requests[request].Candidates is null ? "/v1/recommend" : "/v1/rank";
        JsonElement answer = await server.AnswerAsync("POST", route, releases.BodyOf(request));
        if (releases.Fault(request, answer) is { } fault) Failures.Enqueue(fault);
        Seen.TryAdd(answer.GetProperty("release").GetString()!, 0);
        Interlocked.Increment(ref _checked);
    }
}
