using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The passes of <see cref="NeuMf"/>: tables of vectors, dense parameters, batches, steps.</summary>
internal sealed unsafe class NeuMfTraining : IDisposable
{
    private readonly NeuMfOptions _options;
    private readonly WorkerTeam _team;
    private readonly RandomStream _random;
    private readonly int[] _known;
    private readonly int _users, _items;
    private readonly NegativeSamples _samples;
    private readonly PairGather _pairs;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly float[] _labels;
    private readonly PinnedMatrix _gmf, _mlp;
    private readonly List<Parameter> _hidden = [], _mlpParameters = [], _gmfParameters = [], _fusedParameters = [];
    private readonly Parameter _gmfOut, _gmfBias, _mlpOut, _mlpBias, _fusedBias;
    private readonly Parameter _fusedGmfOut, _fusedMlpOut;
    private readonly AdamOptimizer _adam = new();
    private readonly SgdOptimizer _sgd = new();
    private DeferredAdamRows? _gmfRows, _mlpRows;
    private bool _isFused;

    public NeuMfTraining(NeuMfOptions options, CsrMatrix byUser, FitContext context)
    {
        (_options, _team, _users, _items) = (options, context.Team, byUser.Rows, byUser.Cols);
        _random = new RandomStream(context.Seed, "neuMf");
        _known = [.. Enumerable.Range(0, byUser.Rows).Select(user => byUser.RowLength(user) > 0 ? 1 : 0)];
        _samples = new NegativeSamples(byUser, options.Negatives);
        _pairs = new PairGather(_users, _items, options.BatchSize);
        _tape = new Tape(_team, _arena) { Training = true };
        _labels = new float[options.BatchSize];
        bool hasGmf = options.Variant != NeuMfVariant.Mlp, hasMlp = options.Variant != NeuMfVariant.Gmf;
        _gmf = Vectors("gmf", hasGmf ? options.Factors : 0);
        _mlp = Vectors("mlp", hasMlp ? options.Layers[0] / 2 : 0);
        _gmfRows = new DeferredAdamRows(_gmf, options.LearningRate);
        _mlpRows = new DeferredAdamRows(_mlp, options.LearningRate);
        for (int i = 1; i < options.Layers.Length; i++)
        {
            (int from, int to) = (options.Layers[i - 1], options.Layers[i]);
            _hidden.Add(Made($"mlp.{i - 1}.weight", from, to, MathF.Sqrt(6f / (from + to))));
            _hidden.Add(Made($"mlp.{i - 1}.bias", 1, to, 0));
        }
        (_gmfOut, _gmfBias) = (Output("gmf", options.Factors), Made("gmf.out.bias", 1, 1, 0));
        (_mlpOut, _mlpBias) = (Output("mlp", options.Layers[^1]), Made("mlp.out.bias", 1, 1, 0));
        (_fusedGmfOut, _fusedMlpOut, _fusedBias) =
            (Made("out.gmf", options.Factors, 1, 0), Made("out.mlp", options.Layers[^1], 1, 0), Made("out.bias", 1, 1, 0));
        _gmfParameters.AddRange([_gmfOut, _gmfBias]);
        _mlpParameters.AddRange([.. _hidden, _mlpOut, _mlpBias]);
        _fusedParameters.AddRange([.. _hidden, _fusedGmfOut, _fusedMlpOut, _fusedBias]);
    }

    /// <summary>Frees what a caller left who stopped between passes.</summary>
    ~NeuMfTraining() => Free();

    /// <summary>One pass.</summary>
    public void Run(NeuMfVariant stage, int epoch)
    {
        if (stage == NeuMfVariant.NeuMf) Fuse();
        _samples.Draw(_random.Fork("examples").Fork((ulong)epoch), _team);
        double loss = 0;
        for (int first = 0; first < _samples.Count; first += _options.BatchSize) loss += Step(stage, first);
        _gmfRows?.Settle(_team);
        _mlpRows?.Settle(_team);
        if (!double.IsFinite(loss))
            throw new ArithmeticException($"Pass {epoch} of NeuMF ended with a loss of {loss}. Lower the learning rate ({_options.LearningRate}).");
    }

    /// <summary>One step on the examples from <paramref name="first"/> on. Returns its mean loss.</summary>
    public double Step(NeuMfVariant stage, int first)
    {
        if (stage == NeuMfVariant.NeuMf) Fuse();
        float loss = Gradients(stage, first, out Block gmf, out Block mlp);
        if (stage != NeuMfVariant.Mlp) Push(_gmf, _gmfRows, gmf);
        if (stage != NeuMfVariant.Gmf) Push(_mlp, _mlpRows, mlp);
        if (_isFused) _sgd.Step(_fusedParameters, (float)_options.FusedLearningRate, _team);
        else _adam.Step(Parameters(stage), (float)_options.LearningRate, _team);
        return loss;
    }

    /// <summary>The mean loss of a batch and its gradients: of the parameters in them, of the vectors in the blocks.</summary>
    public float Gradients(NeuMfVariant stage, int first, out Block gmf, out Block mlp)
    {
        int count = Math.Min(_options.BatchSize, _samples.Count - first);
        _pairs.Clear();
        for (int i = 0; i < count; i++)
        {
            (int user, int item, bool taken) = _samples[first + i];
            _pairs.Add(user, item);
            _labels[i] = taken ? 1 : 0;
        }
        _pairs.Complete();
        _tape.Reset();
        gmf = stage == NeuMfVariant.Mlp ? default : Pull(_gmf, _gmfRows);
        mlp = stage == NeuMfVariant.Gmf ? default : Pull(_mlp, _mlpRows);
        Tensor loss = _tape.BceWithLogits(Logits(stage, gmf.Rows, mlp.Rows), _labels.AsSpan(0, count));
        _tape.Backward(loss);
        return loss.Scalar;
    }

    /// <summary>The dense parameters of a stage: hidden layers first, outputs and bias last.</summary>
    public IReadOnlyList<Parameter> Parameters(NeuMfVariant stage) =>
        stage == NeuMfVariant.Gmf ? _gmfParameters : stage == NeuMfVariant.Mlp ? _mlpParameters : _fusedParameters;

    /// <summary>Rows of the tables that the last batch showed, users before items.</summary>
    public ReadOnlySpan<int> Rows => _pairs.Rows;

    /// <summary>The examples of the pass.</summary>
    public NegativeSamples Samples => _samples;

    /// <summary>Draws the examples of a pass without making it; for measuring single steps.</summary>
    public int Draw(int epoch)
    {
        _samples.Draw(_random.Fork("examples").Fork((ulong)epoch), _team);
        return _samples.Count;
    }

    /// <summary>What scores after a pass of a stage; sees the vectors themselves and copies of the small weights.</summary>
    public NeuMfNet Net(NeuMfVariant stage)
    {
        bool fused = stage == NeuMfVariant.NeuMf;
        if (fused) Fuse();
        return new NeuMfNet(stage, _users, _items, _known, _gmf, _mlp, [.. _hidden.Select(Copy)])
        {
            GmfOut = fused ? Copy(_fusedGmfOut).Values : Copy(_gmfOut).Values,
            MlpOut = fused ? Copy(_fusedMlpOut).Values : Copy(_mlpOut).Values,
            Bias = (fused ? _fusedBias : stage == NeuMfVariant.Gmf ? _gmfBias : _mlpBias).Values[0],
        };
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private Tensor Logits(NeuMfVariant stage, Tensor gmf, Tensor mlp)
    {
        EmbeddingGather gather = _pairs.Gather;
        Tensor product = default, hidden = default;
        if (stage != NeuMfVariant.Mlp)
        {
            Tensor both = _tape.EmbedFields(gmf, gather, 0, _gmf.Cols);
            product = _tape.Columns(both, 0, _gmf.Cols) * _tape.Columns(both, _gmf.Cols, _gmf.Cols);
            if (stage == NeuMfVariant.Gmf) return _tape.Linear(product, _gmfOut, _gmfBias);
        }
        hidden = _tape.EmbedFields(mlp, gather, 0, _mlp.Cols);
        for (int i = 0; i < _hidden.Count; i += 2) hidden = _tape.Linear(hidden, _hidden[i], _hidden[i + 1], Activation.Relu);
        return stage == NeuMfVariant.Mlp
            ? _tape.Linear(hidden, _mlpOut, _mlpBias)
            : _tape.Linear(product, _fusedGmfOut) + _tape.Linear(hidden, _fusedMlpOut, _fusedBias);
    }

    /// <summary>Equation 13: both parts as they are, half of each output, and from here on plain gradient descent.</summary>
    private void Fuse()
    {
        if (_isFused) return;
        _isFused = true;
        (_gmfRows, _mlpRows) = (null, null);
        for (int i = 0; i < _gmfOut.Values.Length; i++) _fusedGmfOut.Values[i] = _gmfOut.Values[i] / 2;
        for (int i = 0; i < _mlpOut.Values.Length; i++) _fusedMlpOut.Values[i] = _mlpOut.Values[i] / 2;
        _fusedBias.Values[0] = (_gmfBias.Values[0] + _mlpBias.Values[0]) / 2;
    }

    private Block Pull(PinnedMatrix table, DeferredAdamRows? rows)
    {
        MatrixView value = _tape.AllocateMatrix(_pairs.Rows.Length, table.Cols), gradient = _tape.AllocateMatrix(_pairs.Rows.Length, table.Cols);
        if (rows is not null) rows.Pull(_pairs.Rows, value, _team);
        else
            for (int i = 0; i < _pairs.Rows.Length; i++) table.Row(_pairs.Rows[i]).CopyTo(value.Row(i));
        return new Block(_tape.Input(value, gradient), gradient);
    }

    private void Push(PinnedMatrix table, DeferredAdamRows? rows, Block block)
    {
        if (rows is not null)
        {
            rows.Push(_pairs.Rows, block.Gradient, _team);
            return;
        }
        float rate = (float)_options.FusedLearningRate;
        for (int i = 0; i < _pairs.Rows.Length; i++)
        {
            Span<float> row = table.Row(_pairs.Rows[i]), gradient = block.Gradient.Row(i);
            for (int d = 0; d < row.Length; d++) row[d] -= rate * gradient[d];
        }
    }

    private PinnedMatrix Vectors(string name, int dim)
    {
        PinnedMatrix vectors = new(_users + _items, dim);
        _random.Fork(name).FillNormal(vectors.Values, 0, (float)_options.InitialDeviation);
        return vectors;
    }

    private Parameter Output(string name, int inputs) => Made($"{name}.out.weight", inputs, 1, MathF.Sqrt(3f / inputs));

    private Parameter Made(string name, int rows, int cols, float bound)
    {
        Parameter parameter = new(name, new Shape(rows, cols));
        if (bound > 0) _random.Fork(name).FillUniform(parameter.Values, -bound, bound);
        return parameter;
    }

    private static PinnedMatrix Copy(Parameter parameter)
    {
        PinnedMatrix copy = new(parameter.Shape.Rows, parameter.Shape.Cols);
        parameter.Values.CopyTo(copy.Values);
        return copy;
    }

    private void Free()
    {
        foreach (Parameter? parameter in (Parameter?[])[.. _hidden, _gmfOut, _gmfBias, _mlpOut, _mlpBias, _fusedGmfOut, _fusedMlpOut, _fusedBias])
            parameter?.Dispose();
        _arena.Dispose();
    }

    /// <summary>The vectors of a batch and where their gradients are.</summary>
    internal readonly record struct Block(Tensor Rows, MatrixView Gradient);
}
