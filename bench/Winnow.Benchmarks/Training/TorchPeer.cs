using System.Text.Json;

namespace Winnow.Benchmarks.Training;

/// <summary>Examples a second of PyTorch, as its script reports them.</summary>
/// <param name="Version">Name and version.</param>
/// <param name="Training">Examples a second in training.</param>
/// <param name="Scoring">Examples a second in scoring.</param>
internal sealed record TorchPeer(string Version, double Training, double Scoring)
{
    internal static TorchPeer Absent { get; } = new("PyTorch (absent)", double.NaN, double.NaN);

    /// <summary>Runs the script once; it takes some seconds.</summary>
    internal static TorchPeer Measure(CtrNet net, int threads, int steps)
    {
        string[] arguments =
        [
            "--model", "deepfm", "--hidden", string.Join(',', net.Hidden), "--fields", $"{CtrNet.Fields}", "--dense", $"{CtrNet.Dense}",
            "--dim", $"{CtrNet.EmbeddingDim}", "--vocab", $"{CtrNet.Vocabulary}", "--batch", $"{CtrNet.Batch}",
            "--threads", $"{threads}", "--steps", $"{steps}",
        ];
        using PythonPeer? peer = PythonPeer.TryStart(Script, arguments, out string line);
        if (peer is null) return Absent;
        using JsonDocument result = JsonDocument.Parse(line);
        return new TorchPeer(
            result.RootElement.GetProperty("peer").GetString()!,
            result.RootElement.GetProperty("train_samples_per_s").GetDouble(),
            result.RootElement.GetProperty("score_samples_per_s").GetDouble());
    }

    private static string Script => Path.Combine(
        Environment.GetEnvironmentVariable("WINNOW_PEERS") ?? Path.Combine("..", "shared", "peers"), "torch_ctr.py");
}
