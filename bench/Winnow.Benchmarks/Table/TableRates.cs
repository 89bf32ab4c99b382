using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Benchmarks;

/// <summary>Batched pulls and pushes of random rows of one table, taking turns with <see cref="PlainRows"/> on its memory.</summary>
internal sealed class TableRates : IDisposable
{
    private const int BatchKeys = 65_536, Batches = 12, Rounds = 9;

    private readonly EmbeddingTable<RowWiseAdagrad> _table;
    private readonly ulong[] _keys = new ulong[Batches * BatchKeys];
    private readonly int[] _hints = new int[Batches * BatchKeys];
    private readonly NativeBuffer<float> _block;
    private readonly MatrixView _rows;
    private readonly PlainRows _plain;

    internal unsafe TableRates(EmbeddingTable<RowWiseAdagrad> table)
    {
        _table = table;
        _block = new((nuint)(BatchKeys * table.Dimension));
        _rows = new(_block.Pointer, BatchKeys, table.Dimension);
        RandomStream random = new RandomStream(1, "table benchmark");
        HashSet<ulong> batch = [];
        for (int i = 0; i < _keys.Length; i++)
        {
            if (i % BatchKeys == 0) batch.Clear();
            ulong draw = (ulong)i << 8;
            do _keys[i] = 1 + random.UInt64(draw++) % (ulong)table.Count;
            while (!batch.Add(_keys[i]));
        }
        _plain = new(table.Rows, _keys);
        for (int b = 0; b < Batches; b++) Pull(b);      // hints for every push
    }

    internal IEnumerable<BenchmarkRow> Measure(string what, WorkerTeam team)
    {
        string threads = team.Threads == 1 ? "1 thread" : $"{team.Threads} threads";
        _table.Team = team;
        double[] pull = Benchmarks.Rounds.Medians(Rounds, () => Time(Pull), () => Time(b => _plain.Pull(b * BatchKeys, BatchKeys, _rows, team)));
        yield return Row($"{what}: pull random rows, {threads}", pull, "plain prefetching loop: index line and row");
        double[] push = Benchmarks.Rounds.Medians(Rounds, () => Time(Push), () => Time(b => _plain.Push(b * BatchKeys, BatchKeys, _rows, team)));
        yield return Row($"{what}: push row-wise Adagrad, {threads}", push, "plain prefetching loop: row read and written");
    }

    public void Dispose()
    {
        _plain.Dispose();
        _block.Dispose();
    }

    private static BenchmarkRow Row(string name, double[] secondsPerBatch, string reference) =>
        new(name, BatchKeys / secondsPerBatch[0] / 1e6, BatchKeys / secondsPerBatch[1] / 1e6, reference, "M rows/s");

    private void Pull(int batch) => _table.Pull(
        _keys.AsSpan(batch * BatchKeys, BatchKeys), _hints.AsSpan(batch * BatchKeys, BatchKeys), _rows, PullMode.Training);

    private void Push(int batch) => _table.Push(_keys.AsSpan(batch * BatchKeys, BatchKeys), _hints.AsSpan(batch * BatchKeys, BatchKeys), _rows);

    /// <summary>Seconds a batch takes, over all batches.</summary>
    private static double Time(Action<int> run) => Benchmarks.Rounds.SecondsPerCall(() =>
    {
        for (int batch = 0; batch < Batches; batch++) run(batch);
    }, seconds: 0.02) / Batches;
}
