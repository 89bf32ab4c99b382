using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;

namespace Winnow.Serving;

/// <summary>The straight way from an example without features to one example, and what the features add on it. Belongs to one thread.</summary>
/// <remarks>All points of the way go through the model as one batch. Each position of each point gets a key of its own, so that its row can be a
/// share of the real one, and its gradient comes back apart from all others, even where two features show the same row.</remarks>
internal sealed unsafe class AttributionPath : IDisposable
{
    private readonly RankingModel _model;
    private readonly IReadOnlyList<IEmbeddingTable> _tables;
    private readonly float[] _means;
    private readonly Batch _example, _points;
    private readonly DistinctKeys _keys = new();
    private readonly NativeBuffer<float>?[] _rows;                  // of the distinct keys of the example, table by table
    private readonly EmbeddedBatch _embedded;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private int[] _features = [];                                   // id feature of each position

    public AttributionPath(RankingModel model, IReadOnlyList<IEmbeddingTable> tables, float[] means)
    {
        (_model, _tables, _means) = (model, tables, means);
        (_example, _points) = (new Batch(model.Schema.Layout), new Batch(model.Schema.Layout));
        _rows = new NativeBuffer<float>?[tables.Count];
        _embedded = new EmbeddedBatch(model, WorkerTeam.Single);
        _tape = new Tape(WorkerTeam.Single, _arena) { DifferentiatesParameters = false };
        Amounts = new double[model.Schema.IdFeatures.Count + model.Schema.DenseFeatures.Count];
    }

    /// <summary>What each feature adds: id features, then dense ones.</summary>
    public double[] Amounts { get; }

    /// <summary>The logit at the end of the way.</summary>
    public double Logit { get; private set; }

    /// <summary>The logit at its beginning.</summary>
    public double Baseline { get; private set; }

    /// <summary>What the amounts leave unexplained.</summary>
    public double Remainder => Logit - Baseline - Amounts.Sum();

    /// <summary>Takes an example and reads its rows.</summary>
    public void Load(Batch batch, int row)
    {
        _example.Clear();
        _example.Append(batch, row, 1);
        _keys.Reduce(_example.Keys, WorkerTeam.Single);
        for (int t = 0; t < _tables.Count; t++)
        {
            nuint length = (nuint)(_keys.Count * _tables[t].Dimension);
            if (_rows[t] is null || _rows[t]!.Length < length)
            {
                _rows[t]?.Dispose();
                _rows[t] = new NativeBuffer<float>(2 * length, zeroed: false);
            }
            _tables[t].Pull(_keys.Keys, [], RowsOf(t), PullMode.Scoring);
        }
        FindFeatures();
    }

    /// <summary>Sums up the gradients along the way; see the properties.</summary>
    public void Integrate(GaussLegendre rule)
    {
        int nodes = rule.Nodes.Length;
        LayOut(nodes + 2);
        for (int point = 0; point < nodes + 2; point++) MoveTo(point, ShareAt(rule, point));
        _embedded.Prepare(_points);
        for (int t = 0; t < _tables.Count; t++) ScaleRows(rule, t);
        _tape.Reset();
        _embedded.Begin(_tape, differentiatesDense: true);
        Tensor logits = _model.Forward(_tape, _embedded);
        _tape.Backward(_tape.Sum(logits));
        (Baseline, Logit) = (logits.Value[nodes, 0], logits.Value[nodes + 1, 0]);
        Array.Clear(Amounts);
        for (int t = 0; t < _tables.Count; t++) AddRows(rule, t);
        AddDense(rule);
    }

    public void Dispose()
    {
        _example.Dispose();
        _points.Dispose();
        _keys.Dispose();
        foreach (NativeBuffer<float>? rows in _rows) rows?.Dispose();
        _embedded.Dispose();
        _arena.Dispose();
    }

    /// <summary>How far a point is: the nodes, then the beginning and the end.</summary>
    private static double ShareAt(GaussLegendre rule, int point) =>
        point < rule.Nodes.Length ? rule.Nodes[point] : point - rule.Nodes.Length;

    private MatrixView RowsOf(int table) => new(_rows[table]!.Pointer, _keys.Count, _tables[table].Dimension);

    private void FindFeatures()
    {
        int positions = _example.Occurrences, features = _example.Layout.Features;
        if (_features.Length < positions) _features = new int[positions];
        for (int f = 0; f < features; f++)
        {
            int from = _example.Layout.Jagged ? _example.Offsets[f] : f, to = _example.Layout.Jagged ? _example.Offsets[f + 1] : f + 1;
            _features.AsSpan(from, to - from).Fill(f);
        }
    }

    private void LayOut(int points)
    {
        _points.Clear();
        for (int i = 0; i < points; i++) _points.Append(_example, 0, 1);
    }

    private void MoveTo(int point, double share)
    {
        int positions = _example.Occurrences;
        for (int p = 0; p < positions; p++)
            _points.Keys[point * positions + p] = _example.Keys[p] == 0 ? 0 : (ulong)((long)point * positions + p + 1);
        for (int d = 0; d < _means.Length; d++)
            _points.Dense[point, d] = (float)(_means[d] + share * (_example.Dense[0, d] - _means[d]));
    }

    private void ScaleRows(GaussLegendre rule, int table)
    {
        MatrixView real = RowsOf(table), scaled = _embedded.RowsOf(table);
        ReadOnlySpan<ulong> keys = _embedded.Keys;
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0)
            {
                scaled.Row(i).Clear();
                continue;
            }
            (int point, int position) = PlaceOf(keys[i]);
            float share = (float)ShareAt(rule, point);
            float* from = real.RowPointer(_keys.PositionToDistinct[position]), to = scaled.RowPointer(i);
            for (int c = 0; c < real.Cols; c++) to[c] = share * from[c];
        }
    }

    private void AddRows(GaussLegendre rule, int table)
    {
        MatrixView real = RowsOf(table), gradients = _embedded.GradientsOf(table);
        ReadOnlySpan<ulong> keys = _embedded.Keys;
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0) continue;
            (int point, int position) = PlaceOf(keys[i]);
            if (point >= rule.Nodes.Length) continue;
            float* row = real.RowPointer(_keys.PositionToDistinct[position]), gradient = gradients.RowPointer(i);
            double sum = 0;
            for (int c = 0; c < real.Cols; c++) sum += (double)row[c] * gradient[c];
            Amounts[_features[position]] += rule.Weights[point] * sum;
        }
    }

    private void AddDense(GaussLegendre rule)
    {
        if (_means.Length == 0) return;
        MatrixView gradients = _tape.AllocateMatrix(_points.Rows, _means.Length);
        gradients.Clear();
        _embedded.AddDenseGradients(gradients);
        int first = _model.Schema.IdFeatures.Count;
        for (int point = 0; point < rule.Nodes.Length; point++)
            for (int d = 0; d < _means.Length; d++)
                Amounts[first + d] += rule.Weights[point] * gradients[point, d] * (_example.Dense[0, d] - _means[d]);
    }

    private (int Point, int Position) PlaceOf(ulong key) => ((int)((long)(key - 1) / _example.Occurrences), (int)((long)(key - 1) % _example.Occurrences));
}
