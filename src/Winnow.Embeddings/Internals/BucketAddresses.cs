using System.Runtime.CompilerServices;

namespace Winnow.Embeddings;

/// <summary>Where the buckets of a <see cref="SegmentIndex"/> are.</summary>
internal readonly unsafe struct BucketAddresses(SegmentIndex.Segment* segments)
{
    /// <summary>The bucket <paramref name="distance"/> steps behind the home of <paramref name="hash"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Bucket* At(ulong hash, uint distance = 0)
    {
        SegmentIndex.Segment* segment = segments + KeyHash.Segment(hash);
        return segment->At(segment->Home(KeyHash.Fingerprint(hash)) + distance);
    }
}
