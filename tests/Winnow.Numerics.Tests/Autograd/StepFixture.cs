namespace Winnow.Numerics.Tests;

/// <summary>A training step that runs every operator on shapes of many chunks.</summary>
internal sealed class StepFixture : IDisposable
{
    private const int Rows = 1_200, Fields = 5, Dim = 9, Distinct = 400, Dense = 3, Width = Fields * Dim + Dense;

    private readonly StepArena _arena = new(), _inputs = new();
    private readonly WorkerTeam _team;
    private readonly Tape _tape, _data;
    private readonly List<Parameter> _parameters = [];
    private readonly BatchStatistics _norm = new("norm", 24), _dice = new("dice", 24, affine: false);
    private readonly GradientClipping _clipping = new(0.5f);
    private readonly AdamOptimizer _optimizer = new();
    private readonly EmbeddingGather _onePerCell, _jagged;
    private readonly MatrixView _block, _blockGradient, _dense;
    private readonly float[] _labels = new float[Rows];
    private readonly int[] _classes = new int[Rows];
    private readonly Parameter _first, _firstBias, _crossWeight, _crossBias, _crossU, _crossV, _alpha, _slope, _gain, _bias, _last, _lastBias, _classWeight;
    private ulong _step;

    public StepFixture(int threads)
    {
        _team = new WorkerTeam(threads);
        _tape = new Tape(_team, _arena) { Training = true };
        _data = new Tape(_team, _inputs);
        Random rng = new(11);
        _block = _data.AllocateMatrix(Distinct, Fields * Dim + 1);
        _blockGradient = _data.AllocateMatrix(Distinct, Fields * Dim + 1);
        _dense = _data.AllocateMatrix(Rows, Dense);
        Matrix.Random(rng, Distinct, Fields * Dim + 1, 0.3).CopyTo(_block);
        Matrix.Random(rng, Rows, Dense).CopyTo(_dense);
        _onePerCell = new GatherFixture(_data, Rows, Fields, Distinct, rng, jagged: false).Gather;
        _jagged = new GatherFixture(_data, Rows, Fields, Distinct, rng, jagged: true, weighted: true, averaged: true).Gather;
        for (int r = 0; r < Rows; r++) (_labels[r], _classes[r]) = (r % 3 == 0 ? 1 : 0, r % 24);
        Parameter Make(string name, int rows, int cols)
        {
            Parameter p = new(name, new Shape(rows, cols));
            Matrix.Random(rng, rows, cols, 0.2).CopyTo(p.Value);
            _parameters.Add(p);
            return p;
        }
        (_first, _firstBias) = (Make("first", Width, 24), Make("firstBias", 1, 24));
        (_crossWeight, _crossBias) = (Make("crossWeight", Width, Width), Make("crossBias", 1, Width));
        (_crossU, _crossV) = (Make("crossU", Width, 4), Make("crossV", Width, 4));
        (_alpha, _slope, _gain, _bias) = (Make("alpha", 1, 24), Make("slope", 1, 24), Make("gain", 1, 24), Make("bias", 1, 24));
        (_last, _lastBias, _classWeight) = (Make("last", Width + 48, 1), Make("lastBias", 1, 1), Make("classes", 24, 24));
    }

    public WorkerTeam Team => _team;

    /// <summary>One step; returns the loss.</summary>
    public float Run()
    {
        _tape.Reset();
        _tape.Random = new RandomStream(5, "dropout").Fork(_step++);
        Tensor block = _tape.Input(_block, _blockGradient);
        Tensor flat = _tape.EmbedFields(block, _onePerCell, 1, Dim, _dense), fields = _tape.FieldsView(flat, 0, Fields, Dim);
        Tensor cross = _tape.Cross(flat, _tape.Cross(flat, flat, _crossWeight, _crossBias), _crossU, _crossV, _crossBias);
        Tensor hidden = _tape.Linear(_tape.Dropout(flat, 0.2f), _first, _firstBias, Activation.Relu);
        Tensor normal = _tape.Dice(_tape.BatchNorm(hidden, _norm), _tape.Use(_alpha), _dice);
        Tensor layer = _tape.LayerNorm(_tape.Prelu(normal + hidden * 0.5f, _slope), _gain, _bias);
        Tensor soft = _tape.Softmax(_tape.Gelu(layer)) * _tape.Sigmoid(_tape.SumRows(hidden));
        Tensor logits = _tape.Linear(_tape.Concat(cross, layer, _tape.Tanh(soft)), _last, _lastBias)
            + _tape.SecondOrder(fields) + _tape.EmbedSum(block, _jagged, 0)
            + _tape.FieldAware(_tape.EmbedFields(block, _jagged, 1, Fields * Dim), Fields, Dim) - _tape.MeanRows(_tape.LeakyRelu(layer));
        Tensor classes = _tape.MatMul(layer, _tape.Use(_classWeight), transB: Transpose.Yes);
        Tensor loss = _tape.BceWithLogits(logits, _labels) + _tape.CrossEntropy(classes, _classes)
            + _tape.SquaredError(_tape.Columns(layer, 3, 1), _labels) * 0.1f + _tape.Mean(hidden) + _tape.Sum(soft) * 1e-4f;
        _tape.Backward(loss);
        _clipping.Clip(_parameters, _team);
        _optimizer.Step(_parameters, 0.01f, _team);
        return loss.Scalar;
    }

    /// <summary>All bits a step leaves behind.</summary>
    public List<int> Bits()
    {
        List<int> bits = [];
        foreach (Parameter p in _parameters.Concat(_norm.Parameters))
            foreach (float v in p.Values) bits.Add(BitConverter.SingleToInt32Bits(v));
        for (int r = 0; r < Distinct; r++)
            foreach (float v in _blockGradient.Row(r)) bits.Add(BitConverter.SingleToInt32Bits(v));
        return bits;
    }

    public void Dispose()
    {
        foreach (Parameter p in _parameters) p.Dispose();
        _norm.Dispose();
        _dice.Dispose();
        _clipping.Dispose();
        _team.Dispose();
        _arena.Dispose();
        _inputs.Dispose();
    }
}
