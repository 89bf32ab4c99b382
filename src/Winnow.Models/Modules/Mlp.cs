using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A multilayer perceptron: hidden layers of x ← dropout(act(norm(x · W + b))), then, if asked, a linear output.</summary>
public sealed class Mlp
{
    private readonly List<Layer> _layers = [];
    private readonly MlpOptions _options;
    private readonly Parameter? _weight, _bias;

    /// <summary>Declares the parameters.</summary>
    /// <param name="make">The factory of the model.</param>
    /// <param name="name">First part of the parameters' names.</param>
    /// <param name="width">Columns of the input.</param>
    /// <param name="options">Hidden layers.</param>
    /// <param name="outputs">Columns of the output; 0: the last hidden layer is the output. Default 1.</param>
    public Mlp(ParameterFactory make, string name, int width, MlpOptions options, int outputs = 1)
    {
        ArgumentNullException.ThrowIfNull(make);
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        foreach (int hidden in options.Hidden)
        {
            _layers.Add(new Layer(make, $"{name}.{_layers.Count}", width, hidden, options.BatchNorm));
            width = hidden;
        }
        Width = outputs > 0 ? outputs : width;
        if (outputs == 0) return;
        _weight = make.Parameter($"{name}.out.weight", new Shape(width, outputs), Initial.Glorot);
        _bias = make.Bias($"{name}.out.bias", outputs);
    }

    /// <summary>Columns of the output.</summary>
    public int Width { get; }

    /// <summary>The output for each row.</summary>
    /// <param name="tape">Where to compute.</param>
    /// <param name="x">Shape [rows, width].</param>
    /// <returns>Shape [rows, <see cref="Width"/>].</returns>
    public Tensor Forward(Tape tape, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        foreach (Layer layer in _layers) x = tape.Dropout(layer.Forward(tape, x, _options.Activation), _options.Dropout);
        return _weight is null ? x : tape.Linear(x, _weight, _bias);
    }

    private sealed class Layer
    {
        private readonly Parameter _weight;
        private readonly Parameter? _bias;
        private readonly BatchStatistics? _norm;

        public Layer(ParameterFactory make, string name, int from, int to, bool batchNorm)
        {
            _weight = make.Parameter($"{name}.weight", new Shape(from, to), Initial.Glorot);
            if (batchNorm) _norm = make.BatchStatistics($"{name}.norm", to);        // has a bias of its own
            else _bias = make.Bias($"{name}.bias", to);
        }

        public Tensor Forward(Tape tape, Tensor x, Activation activation) =>
            _norm is null
                ? tape.Linear(x, _weight, _bias, activation)
                : tape.Activate(tape.BatchNorm(tape.Linear(x, _weight), _norm), activation);
    }
}
