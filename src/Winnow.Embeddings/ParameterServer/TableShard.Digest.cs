namespace Winnow.Embeddings;

/// <content>One number for all a shard holds.</content>
public sealed unsafe partial class TableShard
{
    /// <summary>A number that is equal for equal contents and, in all likelihood, differs for different ones. Does not depend on where rows lie.
    /// Reads the whole shard.</summary>
    public ulong Digest()
    {
        ShardHead head = ShardHead.Of(Options, _state);
        ulong digest = XxHash64.Of(new ReadOnlySpan<byte>(&head, sizeof(ShardHead)), XxHash64.Of(_name, 0));
        digest += DigestOf(_state.Rows, 1) + DigestOf(_state.Waiting, 2) + _applied.Digest() + _pending.Digest();
        return KeyHash.Of(digest);
    }

    private ulong DigestOf(KeyedRows rows, ulong salt)
    {
        ulong sum = 0;
        uint now = (uint)(_state.Step / Options.Table.StepsPerTick);
        for (uint number = 1; number <= rows.Count; number++)
        {
            byte* row = rows.At(number);
            uint meta = rows.MetaOf(row);
            ulong seed = salt << 32 | RowMeta.Of(RowMeta.Frequency(meta), RowMeta.Age(meta, now));
            sum += XxHash64.Of(new ReadOnlySpan<byte>(row, rows.Layout.MetaOffset), seed);
        }
        return sum;
    }
}
