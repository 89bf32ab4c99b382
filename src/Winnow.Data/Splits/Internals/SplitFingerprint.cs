using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>The first 64 bits of the SHA-256 of all that makes up a split.</summary>
internal static class SplitFingerprint
{
    public static string Of(Interactions train, HeldOut? validation, HeldOut test)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, train.Users);
        Add(hash, train.Items);
        Add(hash, train.UserOf);
        Add(hash, train.ItemOf);
        Add(hash, train.Values);
        Add(hash, train.Times);
        Add(hash, validation);
        Add(hash, test);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, sizeof(ulong)));
    }

    private static void Add(IncrementalHash hash, IdIndex ids)
    {
        for (int i = 0; i < ids.Count; i++) hash.AppendData(Encoding.UTF8.GetBytes(ids[i] + "\n"));
        Add(hash, [ids.Count]);
    }

    private static void Add(IncrementalHash hash, HeldOut? part)
    {
        if (part is null)
        {
            Add(hash, [-1]);
            return;
        }
        Add(hash, [.. part.Users]);
        Add(hash, [part.Trained ? 1 : 0]);
        Add(hash, part.Histories);
        Add(hash, part.Relevant);
        if (part.Negatives is null) Add(hash, [-1]);
        else Add(hash, part.Negatives);
    }

    private static void Add(IncrementalHash hash, CsrMatrix matrix)
    {
        Add(hash, matrix.Starts);
        Add(hash, matrix.Columns);
        Add(hash, matrix.Values);
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<int> numbers) => AddBytes(hash, MemoryMarshal.AsBytes(numbers));

    private static void Add(IncrementalHash hash, ReadOnlySpan<long> numbers) => AddBytes(hash, MemoryMarshal.AsBytes(numbers));

    private static void Add(IncrementalHash hash, ReadOnlySpan<float> numbers) => AddBytes(hash, MemoryMarshal.AsBytes(numbers));

    /// <summary>The length goes first, so that a number cannot move from one array to the next unnoticed.</summary>
    private static void AddBytes(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
        hash.AppendData(bytes);
    }
}
