using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>Which positions of which run were applied, so that a repeat is recognised: all below a watermark, and a bit for each of the
/// 65,536 from there on.</summary>
/// <remarks>At most 64 runs, 8 KiB each; a further one takes the place of the one unused for longest.</remarks>
internal sealed unsafe partial class AppliedPositions : IDisposable
{
    /// <summary>Positions told apart above the watermark.</summary>
    internal const int Window = 1 << 16;

    internal const int MostSources = 64;
    private const int Words = Window / 64;

    private readonly List<Run> _runs = new(4);
    private long _uses;

    /// <summary>Number of runs known.</summary>
    internal int Sources => _runs.Count;

    internal long TotalBytes => _runs.Count * (long)(Words * sizeof(ulong));

    /// <summary>All positions of a run below this are applied; 0 for an unknown run.</summary>
    internal long Watermark(ulong source) => Find(source) is { } run ? run.Watermark : 0;

    /// <summary>Positions a step in this run; 0 if the run is unknown.</summary>
    internal int Parts(ulong source) => Find(source) is { } run ? run.Parts : 0;

    internal bool Contains(ulong source, long position)
    {
        if (Find(source) is not { } run) return false;
        return position < run.Watermark || (position - run.Watermark < Window && run.Has(position));
    }

    /// <summary>Marks positions as applied, which must be new and within the window.</summary>
    /// <param name="source">The run.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="parts">Positions a step.</param>
    /// <param name="forgotten">The run that had to make room, if any.</param>
    internal void Mark(ulong source, long first, int count, int parts, out ulong? forgotten)
    {
        forgotten = null;
        Run? run = Find(source);
        if (run is null)
        {
            if (_runs.Count == MostSources) forgotten = ForgetOldest();
            run = new Run(source, parts);
            _runs.Add(run);
        }
        run.LastUse = ++_uses;
        for (int i = 0; i < count; i++) run.Set(first + i);
    }

    /// <summary>Holds what another ledger holds, and nothing else.</summary>
    internal void CopyFrom(AppliedPositions other)
    {
        Dispose();
        _uses = other._uses;
        foreach (Run run in other._runs)
        {
            Run copy = new(run.Source, run.Parts) { Watermark = run.Watermark, LastUse = run.LastUse };
            run.Bits.Span.CopyTo(copy.Bits.Span);
            _runs.Add(copy);
        }
    }

    /// <summary>A number that is equal for equal contents, whatever the order in which runs became known.</summary>
    internal ulong Digest()
    {
        ulong sum = (ulong)_uses;
        foreach (Run run in _runs)
        {
            ReadOnlySpan<byte> bits = new(run.Bits.Pointer, Words * sizeof(ulong));
            sum += KeyHash.Of(run.Source ^ KeyHash.Of((ulong)run.Watermark ^ KeyHash.Of((ulong)run.LastUse + ((ulong)run.Parts << 48))))
                 + XxHash64.Of(bits, run.Source);
        }
        return sum;
    }

    public void Dispose()
    {
        foreach (Run run in _runs) run.Dispose();
        _runs.Clear();
        _uses = 0;
    }

    private Run? Find(ulong source)
    {
        for (int i = 0; i < _runs.Count; i++)
            if (_runs[i].Source == source) return _runs[i];
        return null;
    }

    private ulong ForgetOldest()
    {
        int oldest = 0;
        for (int i = 1; i < _runs.Count; i++)
            if (_runs[i].LastUse < _runs[oldest].LastUse) oldest = i;
        ulong source = _runs[oldest].Source;
        _runs[oldest].Dispose();
        _runs.RemoveAt(oldest);
        return source;
    }

    private sealed class Run(ulong source, int parts) : IDisposable
    {
        internal readonly ulong Source = source;
        internal readonly int Parts = parts;
        internal readonly NativeBuffer<ulong> Bits = new(Words);        // of position p at p mod Window
        internal long Watermark, LastUse;

        public void Dispose() => Bits.Dispose();

        internal bool Has(long position) => (Bits.Pointer[position / 64 % Words] >> (int)(position % 64) & 1) != 0;

        internal void Set(long position)
        {
            Bits.Pointer[position / 64 % Words] |= 1UL << (int)(position % 64);
            while (Has(Watermark))
            {
                Bits.Pointer[Watermark / 64 % Words] &= ~(1UL << (int)(Watermark % 64));
                Watermark++;
            }
        }
    }
}
