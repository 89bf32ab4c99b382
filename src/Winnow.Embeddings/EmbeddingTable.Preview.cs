using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <content>Pulling what a training pull would give, without changing anything.</content>
public sealed unsafe partial class EmbeddingTable<TOptimizer>
{
    private void Preview(in PullJob pull, int chunks)
    {
        if (_budget.RowsPerSegment == uint.MaxValue)
        {
            PreviewJob job = new() { Pull = pull };
            Team.Run(ref job, chunks);
            return;
        }
        // Under a byte budget a key is refused where those before it fill the segment, so the order of the batch matters.
        uint* admitted = stackalloc uint[SegmentIndex.Segments];
        new Span<uint>(admitted, SegmentIndex.Segments).Clear();
        for (int chunk = 0; chunk < chunks; chunk++) PreviewChunk(pull, chunk, admitted);
    }

    private struct PreviewJob : IParallelJob
    {
        internal PullJob Pull;

        public readonly void Run(int chunk) => Pull.Table.PreviewChunk(Pull, chunk, admitted: null);
    }

    private void PreviewChunk(in PullJob job, int chunk, uint* admitted)
    {
        const int WordBits = 64;
        int first = chunk * ChunkKeys, count = Math.Min(ChunkKeys, job.Count - first);
        ulong* missing = stackalloc ulong[ChunkKeys / WordBits];
        new Span<ulong>(missing, ChunkKeys / WordBits).Clear();
        PreviewVisitor visitor = new() { Pull = Puller(job, first), Missed = missing };
        _state.Rows.Visit(job.Keys + first, count, ref visitor);
        for (int word = 0; word < ChunkKeys / WordBits; word++)
            for (ulong bits = missing[word]; bits != 0; bits &= bits - 1)
            {
                int at = first + word * WordBits + BitOperations.TrailingZeroCount(bits);
                if (WouldStart(job.Keys[at], admitted)) _initial.Fill(job.Keys[at], job.Rows.RowPointer(at), _layout.Dimension);
                else FillCold(job.Keys[at], job.Rows.RowPointer(at));
            }
    }

    private struct PreviewVisitor : IRowVisitor
    {
        internal PullVisitor Pull;
        internal ulong* Missed;         // a bit a position

        public readonly void Found(int position, uint number, byte* row) => Pull.Found(position, number, row);

        public readonly void Missing(int position) => Missed[position / 64] |= 1UL << position % 64;
    }

    /// <summary>Whether a training pull would give this key its row; the mirror of <see cref="IsDue"/> and <see cref="AddRow"/>.</summary>
    private bool WouldStart(ulong key, uint* admitted)
    {
        if (key == 0) return false;
        if (_options.AdmissionThreshold > 1)
        {
            uint entry = _state.Waiting.Find(key);
            if (entry == 0) return false;
            uint seen = RowMeta.Frequency(RowMeta.Touch(_state.Waiting.MetaOf(_state.Waiting.At(entry)), Tick));
            if (seen < (uint)_options.AdmissionThreshold) return false;
        }
        if (admitted is null) return true;
        int segment = KeyHash.Segment(KeyHash.Of(key));
        if (_state.Rows.SegmentCount(segment) + admitted[segment] >= _budget.RowsPerSegment) return false;
        admitted[segment]++;
        return true;
    }
}
