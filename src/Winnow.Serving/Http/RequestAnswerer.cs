using System.Buffers.Binary;
using System.Diagnostics;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Winnow.Serving.Http;

/// <summary>The way of a request: variant → release → user → funnel → what is remembered, counted and traced of it.</summary>
internal sealed class RequestAnswerer(
    IReleaseRegistry releases, UserDirectory users, ExperimentBoard experiments, ShadowTraffic shadow, RequestMemory requests, Admission admission,
    RequestRecorder recorder, ServingMetrics metrics, TimeProvider time)
{
    private const string UserStage = "user";

    /// <summary>Answers.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="seed">Decides what is random; null: the id of the request does.</param>
    /// <param name="variant">The variant asked for; null: the experiment decides by the user.</param>
    /// <param name="cancel">Gives the request up.</param>
    /// <exception cref="RefusedException">It cannot be answered.</exception>
    public async ValueTask<RecordedRequest> AnswerAsync(FunnelRequest request, ulong? seed, string? variant, CancellationToken cancel)
    {
        long began = time.GetTimestamp();
        DateTimeOffset now = time.GetUtcNow();
        Guid id = Guid.CreateVersion7(now);
        using Activity? span = ServingTraces.Begin();
        using RateLimitLease turn = await admission.EnterAsync(cancel);
        Experiment experiment = experiments.Present;
        using FunnelLease lease = Lease(variant ?? experiment.VariantOf(request.User), isAskedFor: variant is not null, out string serving);
        FoundUser user = request.User is { } name ? await users.FindAsync(name, cancel) : new FoundUser(UserState.Unknown, null);
        TimeSpan before = time.GetElapsedTime(began);
        FunnelRequest seeded = request with { Seed = seed ?? SeedOf(id) };
        FunnelAnswer answer = WithUserStage(lease.Funnel.Recommend(seeded, user.State, cancel), user.Degradation);
        RecordedRequest answered = new(id.ToString("N"), now, time.GetElapsedTime(began), serving, seeded, user.State, answer);
        requests.Add(id, serving, answer.Release);
        recorder.Record(answered);
        metrics.Answered(answer);
        ServingTraces.End(span, answered, before);
        shadow.Offer(answered, experiment.Shadow);
        return answered;
    }

    /// <summary>Holds the release of a variant that a caller asked for; null: the main one.</summary>
    /// <exception cref="RefusedException">No release serves it.</exception>
    public static FunnelLease LeaseOf(IReleaseRegistry releases, string? variant)
    {
        try
        {
            return releases.Lease(variant);
        }
        catch (InvalidOperationException e)
        {
            throw new RefusedException(variant is null || !releases.IsReady ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest, e.Message);
        }
    }

    /// <summary>An experiment's variant that nobody serves, as after a restart, is answered by the main one; one that was asked for is not.</summary>
    private FunnelLease Lease(string variant, bool isAskedFor, out string serving)
    {
        serving = isAskedFor || IsServed(variant) ? variant : ReleaseRegistry.Main;
        return LeaseOf(releases, serving == ReleaseRegistry.Main ? null : serving);
    }

    private bool IsServed(string variant)
    {
        IReadOnlyList<ServedVariant> served = releases.Variants;
        for (int i = 0; i < served.Count; i++)
            if (served[i].Variant == variant) return true;
        return false;
    }

    private static FunnelAnswer WithUserStage(FunnelAnswer answer, string? degradation) => degradation is null
        ? answer
        : answer with { Stages = [new StageReport(UserStage, 1, 1, TimeSpan.Zero, degradation, []), .. answer.Stages] };

    private static ulong SeedOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);      // the random half
    }
}
