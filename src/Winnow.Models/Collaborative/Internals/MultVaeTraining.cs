using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The passes of <see cref="MultVae"/>.</summary>
internal sealed class MultVaeTraining : IDisposable
{
    private readonly MultVaeOptions _options;
    private readonly CsrMatrix _byUser;
    private readonly WorkerTeam _team;
    private readonly RandomStream _random;
    private readonly SparseRows _batch;
    private readonly int[] _order;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly AdamOptimizer _adam = new();
    private readonly List<Parameter> _parameters = [];
    private readonly Parameter _in, _inBias, _latent, _latentBias, _hidden, _hiddenBias, _out, _outBias;
    private int _steps;

    public MultVaeTraining(MultVaeOptions options, CsrMatrix byUser, FitContext context)
    {
        (_options, _byUser, _team) = (options, byUser, context.Team);
        _random = new RandomStream(context.Seed, "multVae");
        _batch = new SparseRows(byUser.Cols);
        _order = [.. Enumerable.Range(0, byUser.Rows).Where(user => byUser.RowLength(user) > 0)];
        _tape = new Tape(_team, _arena) { Training = true };
        (_in, _inBias) = Layer("encoder.0", byUser.Cols, options.Hidden);
        (_latent, _latentBias) = Layer("encoder.1", options.Hidden, 2 * options.Latent);
        (_hidden, _hiddenBias) = Layer("decoder.0", options.Latent, options.Hidden);
        (_out, _outBias) = Layer("decoder.1", options.Hidden, byUser.Cols);
    }

    /// <summary>Frees what a caller left who stopped between passes.</summary>
    ~MultVaeTraining() => Free();

    /// <summary>The parameters, for tests of gradients.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>One pass.</summary>
    public void Run(int epoch)
    {
        Array.Sort(_order);                     // so that a pass depends on its number, not on the passes before
        _random.Fork("order").Fork((ulong)epoch).Shuffle(_order.AsSpan());
        double loss = 0;
        for (int first = 0; first < _order.Length; first += _options.BatchSize) loss += Step(first);
        if (!double.IsFinite(loss))
            throw new ArithmeticException($"Pass {epoch} of Mult-VAE ended with a loss of {loss}. Lower the learning rate ({_options.LearningRate}).");
    }

    /// <summary>One step on the users from a place on. Returns its loss.</summary>
    public float Step(int first)
    {
        double beta = Math.Min(_options.Beta, (double)_steps / _options.AnnealSteps);
        float loss = Gradients(first, beta);
        _adam.Step(_parameters, (float)_options.LearningRate, _team);
        _steps++;
        return loss;
    }

    /// <summary>Computes the loss of a batch and its gradients.</summary>
    public float Gradients(int first, double beta)
    {
        RandomStream random = _random.Fork("steps").Fork((ulong)_steps);
        _batch.Take(_byUser, _order.AsSpan(first, Math.Min(_options.BatchSize, _order.Length - first)), _options.Dropout, random.Fork("dropout"));
        _tape.Reset();
        _tape.Random = random;
        Tensor loss = Loss((float)beta);
        _tape.Backward(loss);
        return loss.Scalar;
    }

    /// <summary>What scores; copies of the weights.</summary>
    public MultVaeNet Net() => new([.. _parameters.Select(Copy)]);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private unsafe Tensor Loss(float beta)
    {
        Tensor x = _tape.EmbedFields(_tape.Use(_in), _batch.Gather, 0, _options.Hidden);
        Tensor latent = _tape.Linear(_tape.Tanh(x + _tape.Use(_inBias)), _latent, _latentBias);
        Tensor hidden = _tape.Linear(GaussianLatent.Draw(_tape, latent), _hidden, _hiddenBias, Activation.Tanh);
        Tensor logits = _tape.Linear(hidden, _out, _outBias);
        return MultinomialLoss.Of(_tape, logits, _batch.Offsets, _batch.Items) + beta * GaussianDivergence.Of(_tape, latent);
    }

    private (Parameter Weight, Parameter Bias) Layer(string name, int rows, int cols)
    {
        Parameter weight = new(name + ".weight", new Shape(rows, cols)), bias = new(name + ".bias", new Shape(1, cols), decays: false);
        float bound = MathF.Sqrt(6f / (rows + cols));
        _random.Fork(weight.Name).FillUniform(weight.Values, -bound, bound);
        _random.Fork(bias.Name).FillNormal(bias.Values, 0, 0.001f);
        foreach (ref float value in bias.Values) value = Math.Clamp(value, -0.002f, 0.002f);
        _parameters.Add(weight);
        _parameters.Add(bias);
        return (weight, bias);
    }

    private static PinnedMatrix Copy(Parameter parameter)
    {
        PinnedMatrix copy = new(parameter.Shape.Rows, parameter.Shape.Cols);
        parameter.Values.CopyTo(copy.Values);
        return copy;
    }

    private void Free()
    {
        foreach (Parameter parameter in _parameters) parameter.Dispose();
        _arena.Dispose();
    }
}
