using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>What a scan reads.</summary>
internal unsafe struct ExactScan
{
    internal byte* Groups;
    internal int* Ids;
    internal float* Scales, Norms;
    internal ExactScratch Scratch;
    internal int GroupBytes, GroupCount, Count, Steps, Queries, Kept, Chunks;
}

/// <summary>Scores the groups of one chunk against all queries and keeps the best of each.</summary>
internal unsafe struct ScanJob<TKernel, TFilter> : IParallelJob
    where TKernel : struct, IGroupKernel
    where TFilter : struct, IItemFilter
{
    /// <summary>Bytes of groups that stay in the second-level cache while the tiles of queries pass over them.</summary>
    private const int BlockBytes = 256 << 10;

    internal ExactScan Scan;
    internal TFilter Filter;

    [SkipLocalsInit]
    public void Run(int chunk)
    {
        int first = (int)((long)Scan.GroupCount * chunk / Scan.Chunks), end = (int)((long)Scan.GroupCount * (chunk + 1) / Scan.Chunks);
        int block = Scan.Queries == 1 ? Math.Max(1, end - first) : Math.Max(1, BlockBytes / Scan.GroupBytes);
        TopKeys* tops = stackalloc TopKeys[Group.Queries];
        for (int q = 0; q < Scan.Queries; q++) Scan.Scratch.Count(q, chunk) = 0;
        for (int from = first; from < end; from += block)
        {
            int to = Math.Min(end, from + block);
            for (int tile = 0; tile < Scan.Queries; tile += Group.Queries)
            {
                int queries = Math.Min(Group.Queries, Scan.Queries - tile);
                for (int i = 0; i < queries; i++)
                    tops[i] = new(Scan.Scratch.Heap(tile + i, chunk), Scan.Kept) { Count = Scan.Scratch.Count(tile + i, chunk) };
                if (Scan.Queries == 1) ScanOne(from, to, ref *tops);
                else ScanEight(from, to, tile, queries, tops);
                for (int i = 0; i < queries; i++) Scan.Scratch.Count(tile + i, chunk) = tops[i].Count;
            }
        }
    }

    [SkipLocalsInit]
    private readonly void ScanOne(int from, int to, ref TopKeys top)
    {
        float* scores = stackalloc float[Group.Vectors];
        float* query = Scan.Scratch.Tile(0);
        for (int group = from; group < to; group++)
        {
            TKernel.One(Scan.Groups + (nint)group * Scan.GroupBytes, query, Scan.Steps, scores);
            Offer(scores, group, 0, ref top);
        }
    }

    [SkipLocalsInit]
    private readonly void ScanEight(int from, int to, int tile, int queries, TopKeys* tops)
    {
        float* scores = stackalloc float[Group.Queries * Group.Vectors];
        float* query = Scan.Scratch.Tile(tile);
        for (int group = from; group < to; group++)
        {
            TKernel.Eight(Scan.Groups + (nint)group * Scan.GroupBytes, query, Scan.Steps, scores);
            for (int i = 0; i < queries; i++) Offer(scores + i * Group.Vectors, group, tile + i, ref tops[i]);
        }
    }

    /// <summary>Keeps the scores of a group that enter the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Offer(float* scores, int group, int query, ref TopKeys top)
    {
        int position = group * Group.Vectors;
        Vector512<float> values = Vector512.Load(scores);
        if (typeof(TKernel) == typeof(ByteGroupKernel<Bytes512>) || typeof(TKernel) == typeof(ByteGroupKernel<Bytes256>)
            || typeof(TKernel) == typeof(ByteGroupKernel<BytesPlain>))
        {
            values *= Vector512.Load(Scan.Scales + position) * Scan.Scratch.Factor(query);
            if (Scan.Norms is not null) values = values - Vector512.Load(Scan.Norms + position) - Vector512.Create(Scan.Scratch.Norm(query));
            values.Store(scores);
        }
        ulong above = Vector512.GreaterThanOrEqual(values, Vector512.Create(top.BarScore)).ExtractMostSignificantBits();
        int valid = Scan.Count - position;
        if (valid < Group.Vectors) above &= (1ul << valid) - 1;
        if (above != 0) Keep(scores, position, above, ref top);
    }

    private readonly void Keep(float* scores, int position, ulong above, ref TopKeys top)
    {
        for (; above != 0; above &= above - 1)
        {
            int lane = BitOperations.TrailingZeroCount(above);
            ulong key = OrderedKey.Of(scores[lane], position + lane);
            if (key > top.Bar && Filter.Accepts(Scan.Ids[position + lane])) top.Offer(key);
        }
    }
}
