using System.Buffers.Binary;
using Microsoft.AspNetCore.Http;

namespace Winnow.Serving.Http;

/// <summary>The way of a request: variant → release → user → funnel → what is remembered and counted of it.</summary>
internal sealed class RequestAnswerer(
    IReleaseRegistry releases, UserDirectory users, RequestRecorder recorder, ServingMetrics metrics, TimeProvider time)
{
    private const string UserStage = "user";

    /// <summary>Answers.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="seed">Decides what is random; null: the id of the request does.</param>
    /// <param name="variant">The variant asked for; null: the main one.</param>
    /// <param name="cancel">Gives the request up.</param>
    /// <exception cref="RefusedException">It cannot be answered.</exception>
    public async ValueTask<RecordedRequest> AnswerAsync(FunnelRequest request, ulong? seed, string? variant, CancellationToken cancel)
    {
        long began = time.GetTimestamp();
        DateTimeOffset now = time.GetUtcNow();
        Guid id = Guid.CreateVersion7(now);
        using FunnelLease lease = Lease(variant);
        FoundUser user = request.User is { } name ? await users.FindAsync(name, cancel) : new FoundUser(UserState.Unknown, null);
        FunnelRequest seeded = request with { Seed = seed ?? SeedOf(id) };
        FunnelAnswer answer = WithUserStage(lease.Funnel.Recommend(seeded, user.State, cancel), user.Degradation);
        RecordedRequest answered = new(id.ToString("N"), now, time.GetElapsedTime(began), variant ?? ReleaseRegistry.Main, seeded, user.State, answer);
        recorder.Record(answered);
        metrics.Answered(answer);
        return answered;
    }

    private FunnelLease Lease(string? variant)
    {
        try
        {
            return releases.Lease(variant);
        }
        catch (InvalidOperationException e)
        {
            throw new RefusedException(variant is null ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest, e.Message);
        }
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
