namespace Winnow.Embeddings;

/// <summary>What a queue answers a worker that asks for work.</summary>
/// <param name="Outcome">Whether there is work.</param>
/// <param name="Position">The position to work on; −1 if there is none.</param>
/// <param name="RateFactor">What learning rates are to be multiplied by, besides the schedule.</param>
public readonly record struct PositionLease(LeaseOutcome Outcome, long Position, float RateFactor);
