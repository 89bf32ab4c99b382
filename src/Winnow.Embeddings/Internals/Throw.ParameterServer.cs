using System.Diagnostics.CodeAnalysis;

namespace Winnow.Embeddings;

internal static partial class Throw
{
    [DoesNotReturn]
    internal static void UpdateTag(UpdateTag tag) => throw new ArgumentException(
        $"An update came with position {tag.Position}, {tag.Parts} part(s) and rate {tag.LearningRate}; expected a position in " +
        $"[0, {Embeddings.UpdateTag.MostPosition}], 1 to {Embeddings.UpdateTag.MostParts} parts, and a rate above 0.");

    [DoesNotReturn]
    internal static void TooFarAhead(UpdateTag tag, long complete, long most) => throw new ArgumentException(
        $"Position {tag.Position} came while all before {complete} are applied; it must lie below {most}. Wait for the positions before it.");

    [DoesNotReturn]
    internal static void PartsDiffer(UpdateTag tag, int parts) => throw new ArgumentException(
        $"Run {tag.Source:x16} has {parts} parts a step, but an update came with {tag.Parts}. Take another source for another run.");

    [DoesNotReturn]
    internal static void RatesDiffer(UpdateTag tag, float rate) => throw new ArgumentException(
        $"Position {tag.Position} came with rate {tag.LearningRate}, other parts of its step with {rate}. Send the rate of the step with all parts.");

    [DoesNotReturn]
    internal static void CompensatedParts(string what, int parts) => throw new ArgumentException(
        $"{what} compensates late gradients, but an update came in {parts} parts. Parts of a step are never late: send one part, or make it without compensation.");

    [DoesNotReturn]
    internal static void ForeignKey(int position, int owner, int shard, int shards) => throw new ArgumentException(
        $"The key at position {position} belongs to shard {owner}, but came to shard {shard} of {shards}. Send it to its shard.");

    [DoesNotReturn]
    internal static void TooManyShardKeys(int keys) => throw new ArgumentException(
        $"{keys} keys came at once; a shard takes at most {TableShard.MostKeys}. Cut the batch.");

    [DoesNotReturn]
    internal static void SweepSteps(long steps) => throw new ArgumentOutOfRangeException(
        nameof(steps), steps, $"The clock can be moved on by 0 to {TableShard.MostSweepSteps} steps at once.");

    [DoesNotReturn]
    internal static void BlockLength(string name, string what, int actual, int expected) => throw new ArgumentException(
        $"Block '{name}' has {expected} numbers, but {actual} {what} came.");

    [DoesNotReturn]
    internal static void QueueLimit(long limit, long before) => throw new ArgumentException(
        $"The queue was to be opened up to {limit}; expected {before} (its limit so far) to {Embeddings.UpdateTag.MostPosition}.");

    [DoesNotReturn]
    internal static void RateFactor(float factor) => throw new ArgumentException(
        $"The rate factor is {factor}; it must be above 0 and finite. Pass 1 to leave rates as they are.");

    [DoesNotReturn]
    internal static void QueueClosed() => throw new ArgumentException("The queue is closed: the run is over. Make another queue for another run.");

    [DoesNotReturn]
    internal static void NeverLeased(long position, long limit) => throw new ArgumentException(
        $"Position {position} was reported as complete, but nobody can have it: the queue was opened up to {limit}. Complete what was leased.");

    [DoesNotReturn]
    internal static void LeaseTerm(long term) => throw new ArgumentException(
        $"A lease of {term} ms was asked for; it must last 1 to {PositionQueue.MostTerm} ms.");

    [DoesNotReturn]
    internal static void LeaseTime(long now) => throw new ArgumentException($"The time is {now} ms; it must not be negative.");

    [DoesNotReturn]
    internal static void TooManyWorkers() => throw new ArgumentException(
        $"{PositionQueue.MostWorkers} workers are at work already. Wait until one leaves, or start fewer.");

    [DoesNotReturn]
    internal static void WorkerName(int length) => throw new ArgumentException(
        $"The name of a worker has {length} characters; it must have 1 to {PositionQueue.MostNameLength}, printable ASCII without spaces.");

    [DoesNotReturn]
    internal static void StepTimeout(string what, long step, long applied, TimeSpan waited) => throw new TimeoutException(
        $"{what} has {applied} steps, and step {step} did not come within {waited.TotalSeconds:0.#} s. See which worker holds the position that is missing.");

    [DoesNotReturn]
    internal static void NoRoomForRecord(int bytes, int record) => throw new ArgumentException(
        $"{bytes} bytes cannot hold a record of {record}. Pass room for one at least.");

    [DoesNotReturn]
    internal static void RecordBytes(SnapshotRecordKind kind, int bytes, int record) => throw new ArgumentException(
        $"{bytes} bytes of {kind} records came; expected a multiple of {record}.");

    [DoesNotReturn]
    internal static void RecordOfNoKey(int number) => throw new ArgumentException($"Record {number} is of key 0, which is never stored.");

    [DoesNotReturn]
    internal static void RestoredClock(long step, long pushes, long removals) => throw new ArgumentException(
        $"A table was to be restored at step {step} with {pushes} pushes and {removals} removals; expected 0 to {SnapshotCut.MostSteps}.");

    [DoesNotReturn]
    internal static void RowsAreOver() => throw new ArgumentException("A row came after waiting keys. Write the rows of all shards first.");

    [DoesNotReturn]
    internal static void CutsDiffer(int shard, SnapshotCut cut, SnapshotCut first) => throw new ArgumentException(
        $"Shard {shard} is at {cut}, but shard 0 at {first}. Save when no update is under way and all shards had the same ones.");

    [DoesNotReturn]
    internal static void RecordsMissing(long rows, long waiting, SnapshotCut cut) => throw new InvalidOperationException(
        $"{rows} rows and {waiting} waiting keys were written, but the cut is {cut}. Nobody may push while a snapshot is taken; take it again.");

    [DoesNotReturn]
    internal static void BlockCount(int actual, int expected) => throw new ArgumentException(
        $"{actual} dense parameters came, but the run has {expected}. Pass the parameters the run was made with, in their order.");

    [DoesNotReturn]
    internal static void NonFiniteBlock(string name, int index, UpdateOutcome outcome) => throw new ArithmeticException(
        $"The gradient of '{name}' holds NaN or ±∞ at index {index}; the update was refused ({outcome}). Lower the learning rate, or clip gradients.");

    [DoesNotReturn]
    internal static void SnapshotNotSeekable(string path) => throw new NotSupportedException(
        $"{path}: a snapshot is read twice, to check all of it before any of it is taken, and this stream cannot seek. Open a file.");
}
