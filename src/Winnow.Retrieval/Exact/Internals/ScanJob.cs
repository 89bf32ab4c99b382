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
    /// <summary>What turns the sums of a group of bytes into scores.</summary>
    private struct GroupScale
    {
        internal float* Scales, Norms;
        internal float Factor, Norm;
    }

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

    /// <summary>All that a group needs besides its bytes stays in registers: between two groups there is as good as nothing.</summary>
    [SkipLocalsInit]
    private readonly void ScanOne(int from, int to, ref TopKeys top)
    {
        float* scores = stackalloc float[Group.Vectors];
        float* query = Scan.Scratch.Tile(0);
        byte* at = Scan.Groups + (nint)from * Scan.GroupBytes;
        nint groupBytes = Scan.GroupBytes;
        int steps = Scan.Steps;
        GroupScale scale = ScaleOf(0);
        Vector512<float> bar = Vector512.Create(top.BarScore);
        for (int position = from * Group.Vectors; position < to * Group.Vectors; position += Group.Vectors)
        {
            TKernel.One(at, query, steps, scores);
            at += groupBytes;
            ulong above = Above(scores, position, scale, bar);
            if (above == 0) continue;
            Keep(scores, position, above, ref top);
            bar = Vector512.Create(top.BarScore);
        }
    }

    [SkipLocalsInit]
    private readonly void ScanEight(int from, int to, int tile, int queries, TopKeys* tops)
    {
        const int scoresOfGroup = Group.Queries * Group.Vectors;
        float* scores = stackalloc float[2 * scoresOfGroup], bars = stackalloc float[Group.Queries];
        GroupScale* scales = stackalloc GroupScale[Group.Queries];
        for (int i = 0; i < queries; i++) (bars[i], scales[i]) = (tops[i].BarScore, ScaleOf(tile + i));
        float* query = Scan.Scratch.Tile(tile);
        for (int group = from; group < to; group += 2)
        {
            byte* at = Scan.Groups + (nint)group * Scan.GroupBytes;
            int groups = Math.Min(2, to - group);
            if (groups == 2) TKernel.EightOfTwo(at, query, Scan.Steps, scores);
            else TKernel.Eight(at, query, Scan.Steps, scores);
            for (int i = 0; i < groups; i++) OfferEight(scores + i * scoresOfGroup, (group + i) * Group.Vectors, queries, scales, bars, tops);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void OfferEight(float* scores, int position, int queries, GroupScale* scales, float* bars, TopKeys* tops)
    {
        for (int q = 0; q < queries; q++)
        {
            ulong above = Above(scores + q * Group.Vectors, position, scales[q], Vector512.Create(bars[q]));
            if (above == 0) continue;
            Keep(scores + q * Group.Vectors, position, above, ref tops[q]);
            bars[q] = tops[q].BarScore;
        }
    }

    private static bool IsBytes => typeof(TKernel) == typeof(ByteGroupKernel<Bytes512>) || typeof(TKernel) == typeof(ByteGroupKernel<Bytes256>)
        || typeof(TKernel) == typeof(ByteGroupKernel<BytesPlain>);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly GroupScale ScaleOf(int query)
    {
        if (!IsBytes) return default;
        GroupScale scale = new() { Scales = Scan.Scales, Norms = Scan.Norms, Factor = Scan.Scratch.Factor(query) };
        if (scale.Norms is not null) scale.Norm = Scan.Scratch.Norm(query);
        return scale;
    }

    /// <summary>Turns the sums of a group into scores, and says by one bit each which may enter the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Above(float* scores, int position, in GroupScale scale, Vector512<float> bar)
    {
        Vector512<float> values = Vector512.Load(scores);
        if (IsBytes)
        {
            values *= Vector512.Load(scale.Scales + position) * scale.Factor;
            if (scale.Norms is not null) values = values - Vector512.Load(scale.Norms + position) - Vector512.Create(scale.Norm);
            values.Store(scores);
        }
        return Vector512.GreaterThanOrEqual(values, bar).ExtractMostSignificantBits();
    }

    /// <summary>Keeps the scores of a group that enter the result; the places after the last vector hold none.</summary>
    private readonly void Keep(float* scores, int position, ulong above, ref TopKeys top)
    {
        int valid = Scan.Count - position;
        if (valid < Group.Vectors) above &= (1ul << valid) - 1;
        for (; above != 0; above &= above - 1)
        {
            int lane = BitOperations.TrailingZeroCount(above);
            ulong key = OrderedKey.Of(scores[lane], position + lane);
            if (key > top.Bar && Filter.Accepts(Scan.Ids[position + lane])) top.Offer(key);
        }
    }
}
