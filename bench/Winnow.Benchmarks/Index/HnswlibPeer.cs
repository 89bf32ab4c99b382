using System.Globalization;

namespace Winnow.Benchmarks.Index;

/// <summary>hnswlib on the same vectors with the same parameters, one thread, in a Python process.</summary>
internal sealed class HnswlibPeer : IDisposable
{
    internal const string Label = "hnswlib";

    private readonly PythonPeer _peer;

    private HnswlibPeer(PythonPeer peer) => _peer = peer;

    /// <summary>Null if Python or the package is missing.</summary>
    internal static HnswlibPeer? TryStart(ClusteredVectors data, string truthFile, int links, int buildCandidates)
    {
        string[] arguments =
            [data.VectorFile, data.QueryFile, truthFile, $"{ClusteredVectors.Dimension}", $"{links}", $"{buildCandidates}"];
        string script = Path.Combine(AppContext.BaseDirectory, "Index", "hnswlib_peer.py");
        return PythonPeer.TryStart(script, arguments, out _) is { } peer ? new HnswlibPeer(peer) : null;
    }

    /// <summary>Puts all vectors in; processor seconds.</summary>
    internal double Build() => double.Parse(_peer.Ask("build"), CultureInfo.InvariantCulture);

    /// <summary>Asks all queries, for a while.</summary>
    /// <returns>recall@10 and queries a processor second.</returns>
    internal (double Recall, double Rate) Search(int candidates)
    {
        string[] words = _peer.Ask($"search {candidates}").Split(' ');
        return (double.Parse(words[0], CultureInfo.InvariantCulture), 1 / double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    public void Dispose() => _peer.Dispose();
}
