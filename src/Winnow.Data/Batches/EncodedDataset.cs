using System.Runtime.Intrinsics.X86;
using Winnow.Numerics;

namespace Winnow.Data;

/// <summary>Rows encoded once and held in native memory, packed row by row, for epochs in any order.</summary>
/// <remarks>A row takes 4 bytes for the label, each number and each key of a vocabulary, 8 for a hashed key, a group and a time.
/// Filled by one thread; read by any.</remarks>
public sealed unsafe class EncodedDataset : IDisposable
{
    private const int ChunkWords = 1 << 22;
    private const int PrefetchDistance = 8;

    private readonly RowPacking _packing;
    private readonly List<NativeBuffer<uint>> _chunks = [];
    private readonly NativeList<long> _addresses = new();       // jagged rows only: index of the first word
    private int _usedChunks;
    private long _next;

    /// <summary>Makes an empty data set.</summary>
    /// <param name="schema">The schema of the rows.</param>
    public EncodedDataset(FeatureSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _packing = new RowPacking(schema);
    }

    /// <summary>The schema of the rows.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>The shape of the batches.</summary>
    public BatchLayout Layout => Schema.Layout;

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Native memory in bytes.</summary>
    public long Bytes => (long)_chunks.Count * ChunkWords * sizeof(uint) + _addresses.ByteLength;

    /// <summary>A hash of all rows in order: equal data under an equal plan have equal fingerprints.</summary>
    public ulong Fingerprint { get; private set; }

    /// <summary>Sum of the labels: with binary labels the number of positives.</summary>
    public double LabelSum { get; private set; }

    /// <summary>Encodes all rows of a source.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="plan">The plan, fitted on training data.</param>
    /// <param name="options">Threads, limit of malformed rows, whether labels are needed.</param>
    /// <exception cref="SchemaMismatchException">Source and plan do not fit.</exception>
    /// <exception cref="BadDataException">Too many malformed rows.</exception>
    public static EncodedDataset Encode(IRecordSource source, FeaturePlan plan, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        EncodedDataset data = new(plan.Schema);
        try
        {
            using RowStream rows = new(source, plan, options ?? new EncodeOptions());
            while (rows.Take(data, int.MaxValue) > 0)
            {
                // Block after block, to the end.
            }
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Appends rows of a batch.</summary>
    /// <param name="batch">A batch of the same layout.</param>
    /// <param name="first">First row.</param>
    /// <param name="count">Number of rows.</param>
    public void Append(Batch batch, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Layout != Layout) throw new ArgumentException("The batch has another layout than the data set.", nameof(batch));
        if (first < 0 || count < 0 || first > batch.Rows - count) throw new ArgumentOutOfRangeException(nameof(first), first, $"Rows [{first}, {first} + {count}) must lie inside [0, {batch.Rows}).");
        for (int row = first; row < first + count; row++)
        {
            int words = _packing.WordsOf(batch, row);
            uint* to = Room(words);
            _packing.Pack(batch, row, to);
            Fingerprint = FeatureKey.Hash((byte*)to, words * sizeof(uint), Fingerprint);
            LabelSum += batch.LabelsPointer[row];
            Rows = checked(Rows + 1);
        }
    }

    /// <summary>Fills a batch with rows in a given order.</summary>
    /// <param name="rows">Numbers of the rows, 0-based, any order, repeats allowed.</param>
    /// <param name="batch">A batch of the same layout; what it held is gone.</param>
    /// <param name="team">Threads to share the work; null: the caller alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
    public void FillBatch(ReadOnlySpan<int> rows, Batch batch, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Layout != Layout) throw new ArgumentException("The batch has another layout than the data set.", nameof(batch));
        foreach (int row in rows)
            if ((uint)row >= (uint)Rows) throw new ArgumentOutOfRangeException(nameof(rows), row, $"Row must lie in [0, {Rows}).");
        fixed (int* order = rows)
        {
            int keys = Layout.Jagged ? FindRowStarts(order, rows.Length, batch) : rows.Length * Layout.Features;
            batch.Resize(rows.Length, keys);
            if (Layout.Jagged) batch.OffsetsPointer[rows.Length * Layout.Features] = keys;
            UnpackJob job = new(this, batch, order, rows.Length);
            (team ?? WorkerTeam.Single).Run(ref job, job.Chunks);
        }
    }

    /// <summary>Label of one row.</summary>
    public float Label(int row) => (uint)row < (uint)Rows
        ? *(float*)RowPointer(row)
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"Row must lie in [0, {Rows}).");

    /// <summary>Forgets all rows; the memory stays.</summary>
    public void Clear()
    {
        (Rows, _usedChunks, _next, Fingerprint, LabelSum) = (0, 0, 0, 0, 0);
        _addresses.Count = 0;
    }

    /// <summary>Frees the memory; harmless when repeated.</summary>
    public void Dispose()
    {
        foreach (NativeBuffer<uint> chunk in _chunks) chunk.Dispose();
        _addresses.Dispose();
    }

    private int RowsPerChunk => ChunkWords / _packing.FlatWords;

    /// <summary>Room for one row, all in one chunk.</summary>
    private uint* Room(int words)
    {
        if (words > ChunkWords) throw new InvalidOperationException($"A row takes {words} words; at most {ChunkWords} fit. Limit its lists with maxLength.");
        bool full = Layout.Jagged ? _next + words > ChunkWords : Rows % RowsPerChunk == 0;
        if (_usedChunks == 0 || full)
        {
            if (_usedChunks == _chunks.Count) _chunks.Add(new NativeBuffer<uint>(ChunkWords, zeroed: false));
            _usedChunks++;
            _next = 0;
        }
        uint* room = _chunks[_usedChunks - 1].Pointer + _next;
        if (Layout.Jagged) _addresses.Add((long)(_usedChunks - 1) * ChunkWords + _next);
        _next += words;
        return room;
    }

    private uint* RowPointer(int row)
    {
        if (Layout.Jagged) return _chunks[(int)(_addresses[row] / ChunkWords)].Pointer + _addresses[row] % ChunkWords;
        (int chunk, int inside) = Math.DivRem(row, RowsPerChunk);
        return _chunks[chunk].Pointer + (long)inside * _packing.FlatWords;
    }

    /// <summary>Finds the first key of each row, so that the rows can be unpacked in any order; returns the number of keys.</summary>
    private int FindRowStarts(int* order, int count, Batch batch)
    {
        int* first = batch.RowStarts(count);
        int keys = 0;
        for (int i = 0; i < count; i++)
        {
            first[i] = keys;
            keys = checked(keys + _packing.KeysOf(RowPointer(order[i])));
        }
        return keys;
    }

    private readonly struct UnpackJob(EncodedDataset data, Batch batch, int* order, int count) : IParallelJob
    {
        private const int RowsPerJob = 512;

        public int Chunks => (count + RowsPerJob - 1) / RowsPerJob;

        public void Run(int chunk)
        {
            int end = Math.Min(count, (chunk + 1) * RowsPerJob), features = data.Layout.Features;
            for (int i = chunk * RowsPerJob; i < end; i++)
            {
                if (i + PrefetchDistance < end && Sse.IsSupported) Sse.Prefetch0(data.RowPointer(order[i + PrefetchDistance]));
                int firstKey = data.Layout.Jagged ? batch.RowStarts(count)[i] : i * features;
                data._packing.Unpack(data.RowPointer(order[i]), batch, i, firstKey);
            }
        }
    }
}
