using System.Numerics;
using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Partition by hash, then reduce each partition with a hash table that stays in the first-level cache.</content>
public sealed unsafe partial class DistinctKeys
{
    private const int ChunkKeys = 8192;                 // of the batch; fixed, so that the order never depends on the threads
    private const int PartitionKeys = 1024;             // on average
    private const int MostPartitionBits = 10;
    private const int Groups = 16;                      // of partitions; those of a group share one hash table

    private readonly NativeList<ulong> _hashes = new(), _distinctHashes = new();        // by partition
    private readonly NativeList<int> _positions = new(), _localIds = new(), _ends = new();
    private readonly NativeList<int> _counts = new();                                   // [chunk, partition]
    private readonly NativeList<int> _starts = new(), _distinct = new(), _bases = new();// [partition + 1]
    private readonly NativeList<int> _tables = new();                                   // [group, slots]

    private void Partition(ulong* keys, int n, WorkerTeam team)
    {
        int bits = Math.Min(MostPartitionBits, BitOperations.Log2((uint)Math.Max(1, n / PartitionKeys)));
        int partitions = 1 << bits, chunks = (n + ChunkKeys - 1) / ChunkKeys, groups = Math.Min(Groups, partitions);
        Prepare(n, partitions, chunks);
        Job job = new() { Owner = this, Keys = keys, Length = n, Shift = 64 - bits, Partitions = partitions, Groups = groups };

        job.Phase = Phase.Count;
        team.Run(ref job, chunks);
        int zeros = SumUpCounts(partitions, chunks, out int largest);
        job.Slots = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * largest, 2));
        _tables.Resize(groups * job.Slots);

        job.Phase = Phase.Scatter;
        team.Run(ref job, chunks);
        job.Phase = Phase.Reduce;
        team.Run(ref job, groups);
        SumUpDistinct(partitions, zeros > 0);

        job.Phase = Phase.Emit;
        team.Run(ref job, groups);
    }

    private void Prepare(int n, int partitions, int chunks)
    {
        _hashes.Resize(n);
        _distinctHashes.Resize(n);
        _positions.Resize(n);
        _localIds.Resize(n);
        _ends.Resize(n);
        _counts.Resize(chunks * partitions);
        _counts.Span.Clear();
        _starts.Resize(partitions + 1);
        _distinct.Resize(partitions);
        _bases.Resize(partitions + 1);
    }

    /// <summary>Turns counts into the places where each chunk writes its share of each partition.</summary>
    /// <returns>Number of positions of key 0, which are in no partition.</returns>
    private int SumUpCounts(int partitions, int chunks, out int largest)
    {
        int at = 0;
        largest = 0;
        for (int p = 0; p < partitions; p++)
        {
            _starts[p] = at;
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                ref int count = ref _counts[chunk * partitions + p];
                (count, at) = (at, at + count);
            }
            largest = Math.Max(largest, at - _starts[p]);
        }
        _starts[partitions] = at;
        return Positions - at;
    }

    private void SumUpDistinct(int partitions, bool withZero)
    {
        _bases[0] = withZero ? 1 : 0;
        for (int p = 0; p < partitions; p++) _bases[p + 1] = _bases[p] + _distinct[p];
        Count = _bases[partitions];
        _keys.Resize(Count);
        _offsets.Resize(Count + 1);
        if (withZero)
        {
            _keys[0] = 0;
            _offsets[0] = 0;
        }
        _offsets[Count] = _starts[partitions];
    }

    private void DisposeScratch()
    {
        _hashes.Dispose();
        _distinctHashes.Dispose();
        _positions.Dispose();
        _localIds.Dispose();
        _ends.Dispose();
        _counts.Dispose();
        _starts.Dispose();
        _distinct.Dispose();
        _bases.Dispose();
        _tables.Dispose();
    }

    private enum Phase
    {
        Count,
        Scatter,
        Reduce,
        Emit,
    }

    private struct Job : IParallelJob
    {
        internal DistinctKeys Owner;
        internal ulong* Keys;
        internal int Length, Shift, Partitions, Groups, Slots;
        internal Phase Phase;

        public readonly void Run(int chunk)
        {
            switch (Phase)
            {
                case Phase.Count: Owner.CountChunk(this, chunk); break;
                case Phase.Scatter: Owner.ScatterChunk(this, chunk); break;
                default:
                    int first = Partitions * chunk / Groups, end = Partitions * (chunk + 1) / Groups;
                    for (int p = first; p < end; p++)
                    {
                        if (Phase == Phase.Reduce) Owner.ReducePartition(this, p, Owner._tables.Pointer + (nint)chunk * Slots);
                        else Owner.EmitPartition(p);
                    }
                    break;
            }
        }

        /// <summary>The partition of a hash. A shift by 64 is one by 0, hence the two steps.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly int PartitionOf(ulong hash) => (int)((hash >> 1) >> (Shift - 1));
    }

    private void CountChunk(in Job job, int chunk)
    {
        int* counts = _counts.Pointer + (nint)chunk * job.Partitions;
        for (int i = chunk * ChunkKeys, end = Math.Min(i + ChunkKeys, job.Length); i < end; i++)
            if (job.Keys[i] != 0) counts[job.PartitionOf(KeyHash.Of(job.Keys[i]))]++;
    }

    private void ScatterChunk(in Job job, int chunk)
    {
        int* next = _counts.Pointer + (nint)chunk * job.Partitions;
        ulong* hashes = _hashes.Pointer;
        int* positions = _positions.Pointer, positionToDistinct = _positionToDistinct.Pointer;
        for (int i = chunk * ChunkKeys, end = Math.Min(i + ChunkKeys, job.Length); i < end; i++)
        {
            if (job.Keys[i] == 0)
            {
                positionToDistinct[i] = 0;
                continue;
            }
            ulong hash = KeyHash.Of(job.Keys[i]);
            int at = next[job.PartitionOf(hash)]++;
            hashes[at] = hash;
            positions[at] = i;
        }
    }

    /// <summary>Numbers the distinct hashes of a partition from 0 and lists their positions.</summary>
    private void ReducePartition(in Job job, int partition, int* table)
    {
        int start = _starts[partition], count = _starts[partition + 1] - start, distinct = 0;
        uint mask = BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * count, 2)) - 1;
        ulong* hashes = _hashes.Pointer + start, seen = _distinctHashes.Pointer + start;
        int* ids = _localIds.Pointer + start, ends = _ends.Pointer + start;
        new Span<int>(table, (int)mask + 1).Clear();
        for (int i = 0; i < count; i++)
        {
            ulong hash = hashes[i];
            uint slot = (uint)hash & mask;
            int number;
            while ((number = table[slot]) != 0 && seen[number - 1] != hash) slot = (slot + 1) & mask;
            if (number == 0)
            {
                seen[distinct] = hash;
                ends[distinct] = 0;
                table[slot] = number = ++distinct;
            }
            ids[i] = number - 1;
            ends[number - 1]++;
        }
        _distinct[partition] = distinct;
        ListOccurrences(start, count, distinct);
    }

    /// <summary>Counting sort of the positions by local number; stable, so they stay ascending.</summary>
    private void ListOccurrences(int start, int count, int distinct)
    {
        int* ids = _localIds.Pointer + start, ends = _ends.Pointer + start, positions = _positions.Pointer + start;
        int* occurrences = _occurrences.Pointer;
        for (int d = 0, at = start; d < distinct; d++) (ends[d], at) = (at, at + ends[d]);
        for (int i = 0; i < count; i++) occurrences[ends[ids[i]]++] = positions[i];
    }

    private void EmitPartition(int partition)
    {
        int start = _starts[partition], count = _starts[partition + 1] - start, number = _bases[partition];
        int* ids = _localIds.Pointer + start, ends = _ends.Pointer + start, positions = _positions.Pointer + start;
        int* positionToDistinct = _positionToDistinct.Pointer, offsets = _offsets.Pointer + number;
        ulong* keys = _keys.Pointer + number, seen = _distinctHashes.Pointer + start;
        for (int d = 0; d < _distinct[partition]; d++)
        {
            keys[d] = KeyHash.KeyOf(seen[d]);
            offsets[d] = d == 0 ? start : ends[d - 1];
        }
        for (int i = 0; i < count; i++) positionToDistinct[positions[i]] = number + ids[i];
    }
}
