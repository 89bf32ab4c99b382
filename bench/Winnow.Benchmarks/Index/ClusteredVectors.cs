using System.Runtime.InteropServices;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Benchmarks.Index;

/// <summary>Unit vectors around 2,000 centres, as the towers of a trained model give them, and queries drawn alike, with the
/// exact answers. Written to files, so that a peer gets the same numbers.</summary>
internal sealed class ClusteredVectors : IDisposable
{
    internal const int Dimension = 64, Queries = 1000, Wanted = 10;

    private const int Centres = 2000;
    private const float Spread = 0.7f;

    private readonly NativeBuffer<float> _vectors, _queries;
    private readonly string _folder = Directory.CreateTempSubdirectory("winnow-index-").FullName;

    internal ClusteredVectors(int count)
    {
        RandomStream random = new(7, "clustered vectors");
        _vectors = Draw(count, random, random.Fork("items"));
        _queries = Draw(Queries, random, random.Fork("queries"));
        Ids = [.. Enumerable.Range(0, count)];
        VectorFile = Save("vectors.f32", _vectors);
        QueryFile = Save("queries.f32", _queries);
    }

    internal int[] Ids { get; }

    internal string VectorFile { get; }

    internal string QueryFile { get; }

    internal unsafe MatrixView Vectors => new(_vectors.Pointer, Ids.Length, Dimension);

    internal unsafe MatrixView QueryMatrix => new(_queries.Pointer, Queries, Dimension);

    internal ReadOnlySpan<float> Query(int query) => _queries.Slice((nuint)(query * Dimension), Dimension);

    /// <summary>The ids of the exact answers, <see cref="Wanted"/> a query.</summary>
    internal int[][] Truth()
    {
        using ExactIndex index = new(new ModelVersion("truth"), Vectors, Ids, VectorMetric.InnerProduct);
        Neighbor[] results = new Neighbor[Queries * Wanted];
        index.SearchBatch(index.Version, QueryMatrix, results, Wanted, WorkerTeam.Single);
        return [.. results.Select(neighbor => neighbor.Id).Chunk(Wanted)];
    }

    /// <summary>Writes the answers to a file for a peer.</summary>
    internal string SaveTruth(int[][] truth)
    {
        string path = Path.Combine(_folder, "truth.i32");
        using FileStream file = File.Create(path);
        foreach (int[] answer in truth) file.Write(MemoryMarshal.AsBytes(answer.AsSpan()));
        return path;
    }

    public void Dispose()
    {
        _vectors.Dispose();
        _queries.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static NativeBuffer<float> Draw(int count, RandomStream centres, RandomStream random)
    {
        NativeBuffer<float> target = new((nuint)count * Dimension, zeroed: false);
        float[] middle = new float[Centres * Dimension];
        centres.Fork("centres").FillNormal(middle, 0, 1);
        RandomStream which = random.Fork("cluster"), noise = random.Fork("noise");
        for (int i = 0; i < count; i++)
        {
            Span<float> vector = target.Slice((nuint)i * Dimension, Dimension);
            noise.FillNormal(vector, 0, Spread, (ulong)i * Dimension);
            ReadOnlySpan<float> centre = middle.AsSpan(which.Below((ulong)i, Centres) * Dimension, Dimension);
            float squares = 0;
            for (int d = 0; d < Dimension; d++)
            {
                vector[d] += centre[d];
                squares += vector[d] * vector[d];
            }
            for (int d = 0; d < Dimension; d++) vector[d] /= MathF.Sqrt(squares);
        }
        return target;
    }

    private string Save(string name, NativeBuffer<float> values)
    {
        string path = Path.Combine(_folder, name);
        using FileStream file = File.Create(path);
        const int piece = 1 << 20;
        for (nuint first = 0; first < values.Length; first += piece)
            file.Write(MemoryMarshal.AsBytes(values.Slice(first, (int)Math.Min(piece, values.Length - first))));
        return path;
    }
}
