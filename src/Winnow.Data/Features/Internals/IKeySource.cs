using System.Runtime.CompilerServices;

namespace Winnow.Data;

/// <summary>Makes keys from texts in two steps, so that the memory the second needs can be asked for in between.</summary>
internal unsafe interface IKeySource
{
    ulong Hash(byte* text, int length);

    void Prefetch(ulong hash);

    ulong KeyOf(ulong hash);
}

/// <summary>Keys of a vocabulary.</summary>
internal readonly unsafe struct VocabularyKeys(Vocabulary vocabulary) : IKeySource
{
    private readonly ulong _base = FeatureKey.Base(vocabulary.Salt);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(byte* text, int length) => vocabulary.Hash(text, length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(ulong hash) => vocabulary.Prefetch(hash);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong KeyOf(ulong hash) => FeatureKey.Mix(_base | vocabulary.Find(hash));
}

/// <summary>Keys by hashing.</summary>
internal readonly unsafe struct HashKeys(ulong salt) : IKeySource
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Hash(byte* text, int length) => FeatureKey.Hash(text, length, salt);

    public void Prefetch(ulong hash) { }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong KeyOf(ulong hash) => hash == FeatureKey.None ? 1 : hash;
}
