using System.Runtime.CompilerServices;
using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <summary>The memory of a graph: one generation of it. Growing makes a new store and lets readers finish with the old one.</summary>
/// <remarks>
/// The memory model. Only one writer at a time; any number of readers, without locks.
/// <list type="bullet">
/// <item>What belongs to a slot (vector, scale, id, layers) is written before the first link to the slot and never changed
/// while a reader can reach it. Links are published by release stores and read by acquire loads.</item>
/// <item>A list of links is rewritten in place, int by int. A reader may see some old and some new links; all of them are
/// slots whose contents are valid, so it sees a slightly different graph, never garbage.</item>
/// <item>A slot is used again only after every link to it has been removed and every search that began before has ended
/// (<see cref="ReaderSet"/>).</item>
/// <item>A link outside [0, <see cref="Capacity"/>) ends a list; so not even a damaged file makes a reader leave the memory.</item>
/// </list>
/// </remarks>
internal sealed unsafe class HnswStore : IDisposable
{
    internal const byte Vacant = 0, Live = 1, Deleted = 2;
    internal const int MostLevel = 30, NoLink = -1;

    private readonly IDisposable[] _owners;

    /// <summary>Memory for so many nodes and lists of upper layers; its contents are unspecified.</summary>
    internal HnswStore(HnswShape shape, int capacity, int upperCapacity)
    {
        Shape = shape;
        Capacity = capacity;
        UpperCapacity = upperCapacity;
        nuint n = (nuint)capacity;
        NativeBuffer<byte> nodes = new(n * (nuint)shape.NodeBytes, zeroed: false), states = new(n), levels = new(n, zeroed: false);
        NativeBuffer<float> scales = new(shape.IsInt8 ? n : 0, zeroed: false), biases = new(shape.IsInt8 && shape.IsEuclidean ? n : 0, zeroed: false);
        NativeBuffer<float> rows = new(shape.IsInt8 ? n * (nuint)shape.RowFloats : 0, zeroed: false);
        NativeBuffer<int> ids = new(n, zeroed: false), upperFirst = new(n, zeroed: false);
        NativeBuffer<int> upperLinks = new((nuint)upperCapacity * (nuint)shape.UpperInts, zeroed: false);
        _owners = [nodes, states, levels, scales, biases, rows, ids, upperFirst, upperLinks];
        Nodes = nodes.Pointer;
        States = states.Pointer;
        Levels = levels.Pointer;
        Scales = scales.Pointer;
        Biases = biases.Pointer;
        Rows = shape.IsInt8 ? rows.Pointer : (float*)Nodes;
        RowStride = shape.IsInt8 ? shape.RowFloats : shape.NodeBytes / sizeof(float);
        Ids = ids.Pointer;
        UpperFirst = upperFirst.Pointer;
        UpperLinks = upperLinks.Pointer;
    }

    /// <summary>Memory that lies in a mapped file.</summary>
    internal HnswStore(HnswShape shape, int slots, int upperCapacity, HnswSections at, IDisposable owner)
    {
        Shape = shape;
        Capacity = Slots = slots;
        UpperCapacity = UpperUsed = upperCapacity;
        _owners = [owner];
        Nodes = at.Nodes;
        States = at.States;
        Levels = at.Levels;
        Scales = at.Scales;
        Biases = at.Biases;
        Rows = shape.IsInt8 ? at.Rows : (float*)Nodes;
        RowStride = shape.IsInt8 ? shape.RowFloats : shape.NodeBytes / sizeof(float);
        Ids = at.Ids;
        UpperFirst = at.UpperFirst;
        UpperLinks = at.UpperLinks;
    }

    internal HnswShape Shape { get; }

    internal int Capacity { get; }

    internal int UpperCapacity { get; }

    /// <summary>Slots in use or used before: all below this number.</summary>
    internal int Slots;

    /// <summary>Lists of upper layers handed out.</summary>
    internal int UpperUsed;

    /// <summary>Where searches begin: level in the upper half, slot in the lower; −1 while there is nothing.</summary>
    internal long Entry = -1;

    internal readonly byte* Nodes, States, Levels;
    internal readonly float* Scales, Biases, Rows;
    internal readonly nint RowStride;
    internal readonly int* Ids, UpperFirst, UpperLinks;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Node(int slot) => Nodes + (nint)slot * Shape.NodeBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal float* Row(int slot) => Rows + slot * RowStride;

    /// <summary>The list of links of a node; null if a damaged file says that there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int* Links(int slot, int level)
    {
        if (level == 0) return (int*)(Node(slot) + Shape.VectorBytes);
        long list = (long)UpperFirst[slot] + level - 1;
        return (ulong)list < (ulong)UpperCapacity ? UpperLinks + (nint)list * Shape.UpperInts : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte State(int slot) => Volatile.Read(ref States[slot]);

    internal void SetState(int slot, byte state) => Volatile.Write(ref States[slot], state);

    /// <summary>Rewrites a list in place for readers that may be walking it.</summary>
    internal void SetLinks(int slot, int level, ReadOnlySpan<int> links)
    {
        int* list = Links(slot, level);
        int most = Shape.MostLinksOn(level);
        for (int i = 0; i < most; i++) Volatile.Write(ref list[i], i < links.Length ? links[i] : NoLink);
    }

    /// <summary>Takes links to vacant slots out of the lists of a node.</summary>
    internal void DropVacantLinks(int slot)
    {
        Span<int> kept = stackalloc int[Shape.MostLinks];
        for (int level = 0; level <= Levels[slot]; level++)
        {
            int have = LinkCount(slot, level), count = 0;
            foreach (int link in new ReadOnlySpan<int>(Links(slot, level), have))
                if (State(link) != Vacant) kept[count++] = link;
            if (count < have) SetLinks(slot, level, kept[..count]);
        }
    }

    /// <summary>Empty lists for a node that nobody can reach yet, gaps included, so that equal graphs are equal files.</summary>
    internal void ClearLinks(int slot, int level)
    {
        new Span<int>(Links(slot, 0), (Shape.NodeBytes - Shape.VectorBytes) / sizeof(int)).Fill(NoLink);
        if (level > 0) new Span<int>(Links(slot, 1), level * Shape.UpperInts).Fill(NoLink);
    }

    internal int LinkCount(int slot, int level)
    {
        int* list = Links(slot, level);
        int most = Shape.MostLinksOn(level), count = 0;
        while (count < most && (uint)list[count] < (uint)Capacity) count++;
        return count;
    }

    /// <summary>Everything, in memory of at least the given capacities.</summary>
    internal HnswStore Copy(int capacity, int upperCapacity)
    {
        HnswStore copy = new(Shape, capacity, upperCapacity) { Slots = Slots, UpperUsed = UpperUsed, Entry = Entry };
        foreach (((nint from, long bytes), (nint to, _)) in Sections().Zip(copy.Sections()))
            Buffer.MemoryCopy((void*)from, (void*)to, bytes, bytes);
        return copy;
    }

    /// <summary>What a file holds, in this order: address and length of each part in use.</summary>
    internal (nint Address, long Bytes)[] Sections() =>
    [
        ((nint)Nodes, (long)Slots * Shape.NodeBytes),
        ((nint)States, Slots),
        ((nint)Levels, Slots),
        ((nint)Scales, Shape.IsInt8 ? (long)Slots * sizeof(float) : 0),
        ((nint)Biases, Shape.IsInt8 && Shape.IsEuclidean ? (long)Slots * sizeof(float) : 0),
        ((nint)Rows, Shape.IsInt8 ? (long)Slots * Shape.RowFloats * sizeof(float) : 0),
        ((nint)Ids, (long)Slots * sizeof(int)),
        ((nint)UpperFirst, (long)Slots * sizeof(int)),
        ((nint)UpperLinks, (long)UpperUsed * Shape.UpperInts * sizeof(int)),
    ];

    public void Dispose()
    {
        foreach (IDisposable owner in _owners) owner.Dispose();
    }
}

/// <summary>Where the parts of a store lie in a mapped file.</summary>
internal unsafe struct HnswSections
{
    internal byte* Nodes, States, Levels;
    internal float* Scales, Biases, Rows;
    internal int* Ids, UpperFirst, UpperLinks;
}
