namespace Winnow.Retrieval;

/// <summary>Which candidates a node links to (Malkov and Yashunin, algorithm 4, without its two options): a candidate is taken
/// if it is nearer to the node than to every one taken before. So links point in different directions.</summary>
internal static unsafe class LinkSelection
{
    /// <param name="space">Distances between nodes.</param>
    /// <param name="candidates">By <see cref="PoolEntry"/>, nearest first, distinct.</param>
    /// <param name="count">Number of candidates.</param>
    /// <param name="most">Most links.</param>
    /// <param name="chosen">Receives the slots, nearest first.</param>
    /// <returns>Number of links; all candidates if there are fewer than <paramref name="most"/>, as the authors' code has it.</returns>
    internal static int Choose<TSpace>(in TSpace space, ulong* candidates, int count, int most, int* chosen)
        where TSpace : struct, INodeSpace<TSpace>
    {
        int taken = 0;
        if (count < most)
        {
            for (; taken < count; taken++) chosen[taken] = PoolEntry.Slot(candidates[taken]);
            return taken;
        }
        for (int i = 0; i < count && taken < most; i++)
        {
            int slot = PoolEntry.Slot(candidates[i]);
            float distance = PoolEntry.Distance(candidates[i]);
            bool isNew = true;
            for (int j = 0; j < taken && isNew; j++) isNew = space.Between(slot, chosen[j]) >= distance;
            if (isNew) chosen[taken++] = slot;
        }
        return taken;
    }
}
