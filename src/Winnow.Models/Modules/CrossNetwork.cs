using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The cross network of DCN-v2: layers of x ← x₀ ⊙ (W x + b) + x, which reach one degree of interaction more each.</summary>
/// <remarks>Wang et al., WWW 2021, equation 1, or with W = U Vᵀ of low rank equation 2.</remarks>
public sealed class CrossNetwork
{
    private readonly List<(Parameter Weight, Parameter? Right, Parameter Bias)> _layers = [];

    /// <summary>Declares the parameters.</summary>
    /// <param name="make">The factory of the model.</param>
    /// <param name="name">First part of the parameters' names.</param>
    /// <param name="width">Columns of input and output.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="rank">Rank of W; 0: full.</param>
    public CrossNetwork(ParameterFactory make, string name, int width, int layers, int rank = 0)
    {
        ArgumentNullException.ThrowIfNull(make);
        for (int i = 0; i < layers; i++)
        {
            Parameter weight = rank == 0
                ? make.Parameter($"{name}.{i}.weight", new Shape(width, width), Initial.Glorot)
                : make.Parameter($"{name}.{i}.u", new Shape(width, rank), Initial.Glorot);
            Parameter? right = rank == 0 ? null : make.Parameter($"{name}.{i}.v", new Shape(width, rank), Initial.Glorot);
            _layers.Add((weight, right, make.Bias($"{name}.{i}.bias", width)));
        }
    }

    /// <summary>The crossed features of each row.</summary>
    /// <param name="tape">Where to compute.</param>
    /// <param name="x">x₀, shape [rows, width].</param>
    /// <returns>Shape [rows, width].</returns>
    public Tensor Forward(Tape tape, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        Tensor crossed = x;
        foreach ((Parameter weight, Parameter? right, Parameter bias) in _layers)
            crossed = right is null ? tape.Cross(x, crossed, weight, bias) : tape.Cross(x, crossed, weight, right, bias);
        return crossed;
    }
}
