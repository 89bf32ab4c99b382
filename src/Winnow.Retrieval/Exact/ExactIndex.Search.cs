using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Winnow.Numerics;

namespace Winnow.Retrieval;

/// <content>Searching.</content>
public sealed unsafe partial class ExactIndex
{
    /// <summary>The items most alike to a query.</summary>
    /// <param name="version">The model that the query comes from.</param>
    /// <param name="query">[<see cref="Dimension"/>], finite.</param>
    /// <param name="results">Receives the items, best first, ties by smaller id; its length is the number wanted.</param>
    /// <returns>How many items were written: as many as wanted, or all there are.</returns>
    /// <exception cref="ArgumentException">The version is another, or the query has the wrong length or is not finite.</exception>
    public int Search(ModelVersion version, ReadOnlySpan<float> query, Span<Neighbor> results) =>
        Search(version, query, results, default(AllItems), WorkerTeam.Single);

    /// <summary>The items most alike to a query among those that a filter accepts. The filter is asked inside the scan, about items
    /// whose score would enter the result.</summary>
    /// <inheritdoc cref="Search(ModelVersion, ReadOnlySpan{float}, Span{Neighbor})"/>
    /// <param name="version">The model that the query comes from.</param>
    /// <param name="query">[<see cref="Dimension"/>], finite.</param>
    /// <param name="results">Receives the items, best first, ties by smaller id; its length is the number wanted.</param>
    /// <param name="filter">Which items may be returned.</param>
    /// <param name="team">Threads that share the vectors.</param>
    public int Search<TFilter>(ModelVersion version, ReadOnlySpan<float> query, Span<Neighbor> results, TFilter filter, WorkerTeam team)
        where TFilter : struct, IItemFilter
    {
        VectorCheck.Version(Version, version);
        VectorCheck.Query(query, Dimension);
        fixed (float* data = query)
            return SearchBatch(version, new MatrixView(data, 1, query.Length), results, results.Length, filter, team);
    }

    /// <summary>The items most alike to each of many queries, which share the passes over memory.</summary>
    /// <param name="version">The model that the queries come from.</param>
    /// <param name="queries">[q, <see cref="Dimension"/>], finite.</param>
    /// <param name="results">[q, <paramref name="topK"/>]: those of query i from i · topK on, best first, ties by smaller id.</param>
    /// <param name="topK">Items wanted for each query, at least 0.</param>
    /// <param name="team">Threads that share the vectors.</param>
    /// <returns>How many items were written for each query: <paramref name="topK"/>, or all there are.</returns>
    /// <exception cref="ArgumentException">The version is another, a query is not as said, or the results are too short.</exception>
    public int SearchBatch(ModelVersion version, MatrixView queries, Span<Neighbor> results, int topK, WorkerTeam team) =>
        SearchBatch(version, queries, results, topK, default(AllItems), team);

    /// <summary>The items most alike to each of many queries among those that a filter accepts.</summary>
    /// <inheritdoc cref="SearchBatch(ModelVersion, MatrixView, Span{Neighbor}, int, WorkerTeam)"/>
    /// <param name="version">The model that the queries come from.</param>
    /// <param name="queries">[q, <see cref="Dimension"/>], finite.</param>
    /// <param name="results">[q, <paramref name="topK"/>]: those of query i from i · topK on, best first, ties by smaller id.</param>
    /// <param name="topK">Items wanted for each query, at least 0.</param>
    /// <param name="filter">Which items may be returned; the same for all queries.</param>
    /// <param name="team">Threads that share the vectors.</param>
    public int SearchBatch<TFilter>(
        ModelVersion version, MatrixView queries, Span<Neighbor> results, int topK, TFilter filter, WorkerTeam team)
        where TFilter : struct, IItemFilter
    {
        ArgumentNullException.ThrowIfNull(team);
        VectorCheck.Version(Version, version);
        if (_disposed) Throw.IndexDisposed(nameof(ExactIndex));
        if (topK < 0) Throw.Option(nameof(topK), topK, "at least 0");
        if (results.Length < (long)queries.Rows * topK) Throw.ResultsTooShort(results.Length, (long)queries.Rows * topK);
        for (int i = 0; i < queries.Rows; i++) VectorCheck.Query(queries.Row(i), Dimension);
        if (topK == 0 || Count == 0) return 0;
        ExactScratch scratch = _scratches.Take();
        try
        {
            int found = 0;
            for (int first = 0; first < queries.Rows; first += ExactScratch.MostQueries)
            {
                MatrixView part = queries.RowRange(first, Math.Min(ExactScratch.MostQueries, queries.Rows - first));
                found = SearchPart(scratch, part, results[(first * topK)..], topK, filter, team);
            }
            return found;
        }
        finally
        {
            _scratches.Return(scratch);
        }
    }

    private int SearchPart<TFilter>(
        ExactScratch scratch, MatrixView queries, Span<Neighbor> results, int topK, TFilter filter, WorkerTeam team)
        where TFilter : struct, IItemFilter
    {
        bool rescores = Options.Precision == ScanPrecision.Int8 && Options.Rescoring != Rescoring.None;
        long wanted = rescores ? Math.Max((long)topK * Options.Oversampling, (long)topK + LeastMoreRescored) : topK;
        int kept = (int)Math.Min(wanted, Count), chunks = team.Threads == 1 ? 1 : Math.Min(4 * team.Threads, _shape.Groups);
        scratch.Prepare(queries, Metric, Options.Precision, _shape.Steps, _shape.RowFloats, kept, chunks);
        ExactScan scan = new()
        {
            Groups = _store.Groups,
            GroupBytes = _shape.GroupBytes,
            GroupCount = _shape.Groups,
            Count = Count,
            Steps = _shape.Steps,
            Ids = _store.Ids,
            Scales = _store.Scales,
            Norms = _store.Norms,
            Scratch = scratch,
            Queries = queries.Rows,
            Kept = kept,
            Chunks = chunks,
        };
        Dispatch(scan, filter, team);
        int found = 0;
        for (int q = 0; q < queries.Rows; q++) found = Finish(scratch, q, chunks, kept, rescores, results.Slice(q * topK, topK));
        return found;
    }

    private void Dispatch<TFilter>(ExactScan scan, TFilter filter, WorkerTeam team) where TFilter : struct, IItemFilter
    {
        if (Options.Precision == ScanPrecision.Int8)
        {
            if (Avx512BW.IsSupported) Run<ByteGroupKernel<Bytes512>, TFilter>(scan, filter, team);
            else if (Avx2.IsSupported) Run<ByteGroupKernel<Bytes256>, TFilter>(scan, filter, team);
            else Run<ByteGroupKernel<BytesPlain>, TFilter>(scan, filter, team);
        }
        else if (Vector512.IsHardwareAccelerated) Dispatch<Lanes512, TFilter>(scan, filter, team);
        else if (Vector256.IsHardwareAccelerated) Dispatch<Lanes256, TFilter>(scan, filter, team);
        else Dispatch<Lanes128, TFilter>(scan, filter, team);
    }

    private void Dispatch<TLanes, TFilter>(ExactScan scan, TFilter filter, WorkerTeam team)
        where TLanes : struct, ILanes<TLanes>
        where TFilter : struct, IItemFilter
    {
        bool isFloat = Options.Precision == ScanPrecision.Float32, isProduct = Metric != VectorMetric.Euclidean;
        if (isFloat && isProduct) Run<FloatGroupKernel<TLanes, FloatElement, ProductTerm>, TFilter>(scan, filter, team);
        else if (isFloat) Run<FloatGroupKernel<TLanes, FloatElement, EuclideanTerm>, TFilter>(scan, filter, team);
        else if (isProduct) Run<FloatGroupKernel<TLanes, BFloat16Element, ProductTerm>, TFilter>(scan, filter, team);
        else Run<FloatGroupKernel<TLanes, BFloat16Element, EuclideanTerm>, TFilter>(scan, filter, team);
    }

    private static void Run<TKernel, TFilter>(ExactScan scan, TFilter filter, WorkerTeam team)
        where TKernel : struct, IGroupKernel
        where TFilter : struct, IItemFilter
    {
        ScanJob<TKernel, TFilter> job = new() { Scan = scan, Filter = filter };
        team.Run(ref job, scan.Chunks);
    }

    /// <summary>Puts together what the chunks kept of one query.</summary>
    private int Finish(ExactScratch scratch, int query, int chunks, int kept, bool rescores, Span<Neighbor> results)
    {
        ulong* keys = scratch.Merged;
        int count = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            ReadOnlySpan<ulong> part = scratch.Kept(query, chunk);
            part.CopyTo(new Span<ulong>(keys + count, part.Length));
            count += part.Length;
        }
        new Span<ulong>(keys, count).Sort();
        if (rescores)
        {
            keys += Math.Max(0, count - kept);
            count = Math.Min(count, kept);
            float* prepared = scratch.Query(query);
            for (int i = 0; i < count; i++)
                keys[i] = OrderedKey.Of(ScoreAgain(prepared, OrderedKey.Id(keys[i]), scratch.Row), OrderedKey.Id(keys[i]));
            new Span<ulong>(keys, count).Sort();
        }
        int written = Math.Min(count, results.Length);
        for (int i = 0; i < written; i++)
        {
            ulong key = keys[count - 1 - i];
            results[i] = new Neighbor(_store.Ids[OrderedKey.Id(key)], OrderedKey.Score(key));
        }
        return written;
    }

    private float ScoreAgain(float* query, int position, float* widened)
    {
        nint first = (nint)position * _shape.RowFloats;
        float* row = widened;
        if (_store.Rows is not null) row = _store.Rows + first;
        else for (int i = 0; i < _shape.RowFloats; i++) widened[i] = Quantizer.FromBFloat16(_store.HalfRows[first + i]);
        return Metric == VectorMetric.Euclidean
            ? -RowKernels.SquaredDistance(query, row, _shape.RowFloats)
            : RowKernels.Dot(query, row, _shape.RowFloats);
    }
}
