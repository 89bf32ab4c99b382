using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Retrieval.Tests;

/// <summary>A slot is used again only when no list names it any more, also if what names it was itself removed meanwhile.</summary>
public sealed unsafe class HnswSweepTests
{
    private const int Ids = 1500, Dimension = 8;

    [Fact]
    public void Change_DuringSweeps_LeavesNoLinkToAVacantSlot()
    {
        using HnswIndex index = new(Sample.Version, Dimension, VectorMetric.Euclidean, new() { Precision = NodePrecision.Float32, Links = 4, BuildCandidates = 20 });
        RandomStream random = new(3, "sweeps");
        float[] vector = new float[Dimension];
        for (int id = 0; id < Ids; id++) Insert(id, (ulong)id);
        int vacated = 0;
        for (int change = 0; change < 1200; change++)
        {
            int id = random.Below(2 * (ulong)change, Ids);
            if (change % 3 == 0) Insert(id, (ulong)(Ids + change));
            else index.Remove(id);
            vacated += CountVacant(index, out string? fault);
            Assert.True(fault is null, $"after change {change}: {fault}");
        }
        Assert.True(vacated > 0, "no sweep ended, so that nothing was tested");

        void Insert(int id, ulong number)
        {
            random.Fork(number).FillNormal(vector, 0, 1);
            index.Upsert(id, vector);
        }
    }

    private static int CountVacant(HnswIndex index, out string? fault)
    {
        HnswStore store = Store(index);
        int vacant = 0;
        fault = null;
        for (int slot = 0; slot < store.Slots; slot++)
        {
            if (store.State(slot) == HnswStore.Vacant)
            {
                vacant++;
                continue;
            }
            for (int level = 0; level <= store.Levels[slot]; level++)
                foreach (int link in new ReadOnlySpan<int>(store.Links(slot, level), store.LinkCount(slot, level)))
                    if (store.State(link) == HnswStore.Vacant || store.Levels[link] < level) fault = $"slot {slot} (state {store.State(slot)}) links on layer {level} to slot {link}, state {store.State(link)}, of {store.Levels[link]} layers";
        }
        return vacant;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_store")]
    private static extern ref HnswStore Store(HnswIndex index);
}
