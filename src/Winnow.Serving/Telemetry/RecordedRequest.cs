namespace Winnow.Serving;

/// <summary>One request and its answer, kept for a while to be looked at.</summary>
/// <param name="RequestId">Id of the request, as the caller was told.</param>
/// <param name="Time">When it came.</param>
/// <param name="Duration">From its arrival to its answer.</param>
/// <param name="Variant">The variant that answered.</param>
/// <param name="Request">What was wanted.</param>
/// <param name="User">What was known of the user at that moment.</param>
/// <param name="Answer">What was recommended.</param>
public sealed record RecordedRequest(
    string RequestId, DateTimeOffset Time, TimeSpan Duration, string Variant, FunnelRequest Request, UserState User, FunnelAnswer Answer);
