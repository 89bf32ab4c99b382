using System.Runtime.InteropServices;

namespace Winnow.Embeddings;

/// <summary>What a queue knows apart from positions under way and workers; also the first block of a saved one.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal struct QueueHead
{
    private const ulong Magic = 0x0001_5551_544E_4957;       // "WINTQU", version 1

    private ulong _magic;
    private int _parts, _staleness;
    internal long Limit, Next, Completed, Rows, Retaken;
    internal double LossSum;
    internal float RateFactor;
    internal int Workers;               // only while saved
    private long _closed;

    internal bool IsClosed
    {
        readonly get => _closed != 0;
        set => _closed = value ? 1 : 0;
    }

    internal readonly bool IsKnown => _magic == Magic;

    internal readonly PositionQueueOptions Options => new() { Parts = _parts, Staleness = _staleness };

    internal static QueueHead Of(PositionQueueOptions options) => new()
    {
        _magic = Magic, _parts = options.Parts, _staleness = options.Staleness, RateFactor = 1,
    };

    internal readonly string? Fault()
    {
        bool fine = _parts is >= 1 and <= UpdateTag.MostParts && _staleness >= 0 && _closed is 0 or 1
            && Completed >= 0 && Completed <= Next && Next - Completed <= PositionQueue.MostUnderWay && Next <= Limit && Limit <= UpdateTag.MostPosition
            && Rows >= 0 && Retaken >= 0 && RateFactor > 0 && float.IsFinite(RateFactor) && Workers is >= 0 and <= PositionQueue.MostWorkers;
        return fine ? null : $"a queue at {Completed}, {Next}, {Limit} with {_parts} parts and {Workers} workers";
    }
}
