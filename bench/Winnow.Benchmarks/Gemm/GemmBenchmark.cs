using System.Globalization;
using Winnow.Numerics;

namespace Winnow.Benchmarks.Gemm;

/// <summary>The matrix products of one training step, beside OpenBLAS and beside the multiply-add limit.</summary>
public sealed class GemmBenchmark : IBenchmark
{
    private const int RoundCount = 11;
    private const double RoundSeconds = 0.02;

    /// <summary>Batch 4096; 26 fields of 16 and 13 numbers are 429 inputs; the large net is 400-400-400, the small one 64-32.</summary>
    private static readonly Product[] s_products =
    [
        new("large net, layer 1 forward, X·W", Transpose.No, Transpose.No, 4096, 400, 429),
        new("large net, layer 2 forward, X·W", Transpose.No, Transpose.No, 4096, 400, 400),
        new("large net, layer 1 backward, dY·Wᵀ", Transpose.No, Transpose.Yes, 4096, 429, 400),
        new("large net, layer 2 backward, dY·Wᵀ", Transpose.No, Transpose.Yes, 4096, 400, 400),
        new("large net, layer 1 gradient, Xᵀ·dY", Transpose.Yes, Transpose.No, 429, 400, 4096),
        new("large net, layer 2 gradient, Xᵀ·dY", Transpose.Yes, Transpose.No, 400, 400, 4096),
        new("small net, layer 1 forward, X·W", Transpose.No, Transpose.No, 4096, 64, 429),
        new("small net, layer 2 forward, X·W", Transpose.No, Transpose.No, 4096, 32, 64),
        new("small net, layer 1 backward, dY·Wᵀ", Transpose.No, Transpose.Yes, 4096, 429, 64),
        new("small net, layer 2 backward, dY·Wᵀ", Transpose.No, Transpose.Yes, 4096, 64, 32),
        new("small net, layer 1 gradient, Xᵀ·dY", Transpose.Yes, Transpose.No, 429, 64, 4096),
        new("small net, layer 2 gradient, Xᵀ·dY", Transpose.Yes, Transpose.No, 64, 32, 4096),
        new("square", Transpose.No, Transpose.No, 1024, 1024, 1024),
    ];

    public string Name => "gemm";

    public string Summary =>
        "Matrix products of a training step at batch 4096, beside OpenBLAS (cblas_sgemm, same shapes, rounds in turn, medians; processor time for one thread, wall time for two) and beside the multiply-add limit of the same rounds.";

    public IEnumerable<BenchmarkRow> Run(Action<string> progress)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Gemm", "openblas_peer.py");
        using PythonPeer? openBlas = PythonPeer.TryStart(script, [], out string version);
        if (openBlas is null) progress("No OpenBLAS: its columns stay empty (python3 and libopenblas0-pthread are needed).");
        foreach (int threads in (int[])[1, 2])
        {
            if (threads > Environment.ProcessorCount) continue;
            using WorkerTeam team = new(threads);
            foreach (Product product in s_products)
            {
                (double ours, double theirs, double peak) = Measure(product, team, openBlas);
                string name = $"{product.Name}, {product.M}×{product.N}×{product.K}, {threads} thread{(threads > 1 ? "s" : "")}";
                progress($"{name}: {ours:F1} GFLOP/s");
                yield return new BenchmarkRow(name, ours, theirs, openBlas is null ? "OpenBLAS (absent)" : version, "GFLOP/s");
                yield return new BenchmarkRow(name, ours, peak, "multiply-add limit", "GFLOP/s");
            }
        }
    }

    private static (double Ours, double Theirs, double Peak) Measure(Product product, WorkerTeam team, PythonPeer? openBlas)
    {
        using NativeBuffer<float> a = Random(product.M, product.K), b = Random(product.K, product.N), c = Random(product.M, product.N);
        MatrixView left = View(a, product.TransA, product.M, product.K), right = View(b, product.TransB, product.K, product.N);
        MatrixView result = View(c, Transpose.No, product.M, product.N);
        double flops = 2.0 * product.M * product.N * product.K;
        double[] medians = Rounds.Medians(
            RoundCount,
            () => flops / 1e9 / Rounds.SecondsPerCall(
                () => Winnow.Numerics.Gemm.Multiply(product.TransA, left, product.TransB, right, result, accumulate: false, team),
                RoundSeconds,
                processor: team.Threads == 1),
            () => openBlas is null ? double.NaN : flops / 1e9 / Ask(openBlas, product, team.Threads),
            () => FmaPeak.Measure(team));
        return (medians[0], medians[1], medians[2]);
    }

    private static double Ask(PythonPeer openBlas, Product product, int threads)
    {
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{(int)product.TransA} {(int)product.TransB} {product.M} {product.N} {product.K} {threads} {RoundSeconds}");
        double seconds = double.Parse(openBlas.Ask(line), CultureInfo.InvariantCulture);
        if (threads > 1) Thread.Sleep(60);      // its threads go on spinning for a while and would take our cores
        return seconds;
    }

    private static NativeBuffer<float> Random(int rows, int cols)
    {
        NativeBuffer<float> values = new((nuint)rows * (nuint)cols);
        new RandomStream(1, "gemm").FillUniform(values.Span, -0.5f, 0.5f);
        return values;
    }

    private static unsafe MatrixView View(NativeBuffer<float> values, Transpose transpose, int rows, int cols) =>
        transpose == Transpose.No ? new(values.Pointer, rows, cols) : new(values.Pointer, cols, rows);

    /// <summary>op(A) [M, K] · op(B) [K, N].</summary>
    private sealed record Product(string Name, Transpose TransA, Transpose TransB, int M, int N, int K);
}
