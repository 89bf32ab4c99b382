using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Numerics.Tests;

namespace Winnow.Embeddings.Tests;

public sealed unsafe class DistinctKeysTests
{
    public static TheoryData<int, int, double> Batches => new()
    {
        { 0, 1, 0 }, { 1, 1, 0 }, { 2, 1, 0.5 }, { 100, 10, 0.1 }, { 1000, 1_000_000, 0 }, { 9000, 50, 0 },
        { 20_000, 100_000, 0.3 }, { 70_000, 3, 0 }, { 106_496, 60_000, 0.01 }, { 106_496, 1, 0 }, { 5000, 1, 1 },
    };

    [Theory, MemberData(nameof(Batches))]
    public void Reduce_AnyBatch_ListsEveryPositionOnceUnderItsKey(int n, int range, double missing)
    {
        ulong[] keys = Keys(n, range, missing);
        using DistinctKeys distinct = new();

        distinct.Reduce(keys, WorkerTeam.Single);

        AssertConsistent(keys, distinct);
    }

    [Theory, MemberData(nameof(Batches))]
    public void Reduce_TwoThreads_GivesTheResultOfOne(int n, int range, double missing)
    {
        ulong[] keys = Keys(n, range, missing);
        using DistinctKeys one = new(), two = new();
        using WorkerTeam team = new(2);

        one.Reduce(keys, WorkerTeam.Single);
        two.Reduce(keys, team);

        Assert.Equal(one.Keys, two.Keys);
        Assert.Equal(new Span<int>(one.PositionToDistinct, n), new Span<int>(two.PositionToDistinct, n));
        Assert.Equal(new Span<int>(one.DistinctOffsets, one.Count + 1), new Span<int>(two.DistinctOffsets, one.Count + 1));
        int listed = one.DistinctOffsets[one.Count];
        Assert.Equal(new Span<int>(one.Occurrences, listed), new Span<int>(two.Occurrences, listed));
    }

    [Fact]
    public void Reduce_ReusedWithSmallerBatch_ForgetsTheLargerOne()
    {
        using DistinctKeys distinct = new();
        distinct.Reduce(Keys(50_000, 20_000, 0.1), WorkerTeam.Single);
        ulong[] keys = [7, 9, 7];

        distinct.Reduce(keys, WorkerTeam.Single);

        Assert.Equal(3, distinct.Positions);
        AssertConsistent(keys, distinct);
    }

    [Fact]
    public void Reduce_Warm_AllocatesNothing()
    {
        ulong[] keys = Keys(106_496, 60_000, 0.01);
        using DistinctKeys distinct = new();
        for (int i = 0; i < 3; i++) distinct.Reduce(keys, WorkerTeam.Single);

        Allocations.AssertNone(() => distinct.Reduce(keys, WorkerTeam.Single));
    }

    private static ulong[] Keys(int n, int range, double missing)
    {
        Random random = new(n + range);
        ulong[] keys = new ulong[n];
        foreach (ref ulong key in keys.AsSpan())
            key = random.NextDouble() < missing ? 0 : KeyHash.Of(1 + (ulong)random.Next(range));
        return keys;
    }

    private static void AssertConsistent(ulong[] keys, DistinctKeys distinct)
    {
        Assert.Equal(keys.Distinct().Count(), distinct.Count);
        Assert.Equal(keys.Length, distinct.Positions);
        for (int i = 0; i < keys.Length; i++) Assert.Equal(keys[i], distinct.Keys[distinct.PositionToDistinct[i]]);
        Assert.Equal(0, distinct.DistinctOffsets[0]);
        Assert.Equal(keys.Count(k => k != 0), distinct.DistinctOffsets[distinct.Count]);
        for (int d = 0; d < distinct.Count; d++)
        {
            int last = -1;
            for (int i = distinct.DistinctOffsets[d]; i < distinct.DistinctOffsets[d + 1]; i++)
            {
                int position = distinct.Occurrences[i];
                Assert.True(position > last, "positions of a key must ascend");
                Assert.Equal(distinct.Keys[d], keys[position]);
                last = position;
            }
        }
    }
}
