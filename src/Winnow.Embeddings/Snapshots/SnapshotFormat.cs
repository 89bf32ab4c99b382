namespace Winnow.Embeddings;

/// <summary>The file format of table snapshots, version 1. Integers and floats are little-endian.</summary>
/// <remarks>
/// <code>
/// file   = "WINNOWTB" version:u32 block*
/// block  = kind:u32 length:u32 checksum:u64 payload[length]       checksum = XXH64(payload, seed = ordinal ‖ kind)
/// blocks = Header Removed* Rows* Waiting* End
/// </code>
/// Removed holds keys (8 bytes); Rows holds records [vector | state | key | meta]; Waiting holds [key | meta]; meta is the
/// frequency (12 bits) above the age in ticks (20 bits). All are in ascending order of hash, so that the bytes depend on what
/// the table holds and not on how it came to hold it. A block holds at most 1 MiB.
/// </remarks>
internal static class SnapshotFormat
{
    internal const uint Version = 1;
    internal const int MaximumPayload = 1 << 20;
    internal const int BlockHeadBytes = 16;

    internal static ReadOnlySpan<byte> Magic => "WINNOWTB"u8;
}

/// <summary>What a block holds; in a file the kinds come in this order.</summary>
internal enum BlockKind : uint
{
    Header = 1,
    Removed,
    Rows,
    Waiting,
    End,
}
