using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Winnow.Data;

/// <summary>The ids of one table that occur in the training data, and the code of each. Immutable once built, safe from any thread.</summary>
/// <remarks>Look-up compares 64-bit hashes: distinct entries never share one (the hash function is chosen so), and an id that is
/// not an entry is taken for one with probability entries / 2⁶⁴.</remarks>
public sealed unsafe class Vocabulary
{
    private readonly TextArena _texts = new();
    private readonly long[] _addresses;
    private readonly long[] _counts;
    private Slot[] _slots = [];
    private ulong _hashSalt;

    internal Vocabulary(string table, int capacity)
    {
        Table = table;
        Salt = FeatureKey.Salt(table);
        _addresses = new long[capacity];
        _counts = new long[capacity];
    }

    /// <summary>Name of the table.</summary>
    public string Table { get; }

    /// <summary>Salt of the table; see <see cref="FeatureKey"/>.</summary>
    public ulong Salt { get; }

    /// <summary>Number of entries; "unknown" is not one of them.</summary>
    public int Count { get; private set; }

    /// <summary>The id of an entry.</summary>
    /// <param name="entry">0-based; most frequent first.</param>
    public string Text(int entry) => Encoding.UTF8.GetString(TextBytes(entry));

    /// <summary>How often the entry occurs in the training data.</summary>
    public long Occurrences(int entry) => _counts[entry];

    /// <summary>Key of an entry.</summary>
    public ulong KeyOfEntry(int entry) => FeatureKey.OfCode(Salt, FeatureKey.FirstEntryCode + (uint)entry);

    /// <summary>Key of "unknown", shared by all ids that are no entries.</summary>
    public ulong UnknownKey => FeatureKey.OfCode(Salt, FeatureKey.UnknownCode);

    /// <summary>Key of an id: that of its entry, else <see cref="UnknownKey"/>.</summary>
    /// <param name="text">UTF-8 text of the id.</param>
    public ulong KeyOf(ReadOnlySpan<byte> text)
    {
        fixed (byte* p = text) return FeatureKey.OfCode(Salt, Find(Hash(p, text.Length)));
    }

    internal ReadOnlySpan<byte> TextBytes(int entry) => _texts[_addresses[entry]];

    internal void Add(ReadOnlySpan<byte> text, long occurrences)
    {
        _addresses[Count] = _texts.Add(text);
        _counts[Count++] = occurrences;
    }

    /// <summary>Builds the look-up table; entries are complete from here on.</summary>
    internal Vocabulary Index()
    {
        int size = 16;
        while (size < 2L * Count) size = checked(2 * size);
        for (_hashSalt = Salt; !TryIndex(size); _hashSalt++)
        {
            // Two entries share a hash: take another hash function.
        }
        return this;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Hash(byte* text, int length) => FeatureKey.Hash(text, length, _hashSalt);

    /// <summary>Asks for the cache line in which <see cref="Find"/> will look.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Prefetch(ulong hash)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref _slots[Home(hash)]));      // a hint: harmless if the array moves
    }

    /// <summary>The code of the id with this hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint Find(ulong hash)
    {
        Slot[] slots = _slots;
        for (int i = Home(hash); ; i = (i + 1) & (slots.Length - 1))
        {
            ref Slot slot = ref slots[i];
            if (slot.Code == 0) return FeatureKey.UnknownCode;
            if (slot.Hash == hash) return slot.Code;
        }
    }

    private int Home(ulong hash) => (int)(hash >> 32) & (_slots.Length - 1);

    private bool TryIndex(int size)
    {
        _slots = new Slot[size];
        for (int e = 0; e < Count; e++)
        {
            ReadOnlySpan<byte> text = TextBytes(e);
            ulong hash = FeatureKey.Hash(text, _hashSalt);
            if (Find(hash) != FeatureKey.UnknownCode) return false;
            int i = Home(hash);
            while (_slots[i].Code != 0) i = (i + 1) & (size - 1);
            _slots[i] = new Slot { Hash = hash, Code = FeatureKey.FirstEntryCode + (uint)e };
        }
        return true;
    }

    private struct Slot
    {
        public ulong Hash;
        public uint Code;
    }
}
