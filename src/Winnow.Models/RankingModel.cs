using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>A model that gives each example one logit: the click probability before the sigmoid.</summary>
/// <remarks>A derived class declares what it needs with the factory (in field initialisers or its constructor) and writes
/// <see cref="Logits"/>. It owns its dense parameters; the embedding tables belong to whoever trains or serves it.</remarks>
public abstract class RankingModel : IDisposable
{
    private readonly ParameterFactory _make;

    /// <summary>Takes over what was declared with <paramref name="make"/>.</summary>
    protected RankingModel(ParameterFactory make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _make = make;
    }

    /// <summary>The features the model is for.</summary>
    public FeatureSchema Schema => _make.Schema;

    /// <summary>The embedding tables it needs, in the order in which they are to be passed.</summary>
    public IReadOnlyList<TableSpec> Tables => _make.Complete();

    /// <summary>Its dense parameters, in order of declaration, statistics of batch normalisation included.</summary>
    public IReadOnlyList<Parameter> Parameters => _make.Parameters;

    /// <summary>The logits of a batch.</summary>
    /// <param name="tape">The tape <paramref name="x"/> was placed on; its <see cref="Tape.Training"/> decides about dropout and batch normalisation.</param>
    /// <param name="x">The batch with its embedding rows.</param>
    /// <returns>Shape [rows, 1]. Feed them to <see cref="Loss"/>, or to a sigmoid for probabilities.</returns>
    /// <exception cref="InvalidOperationException">The model returned another shape.</exception>
    public Tensor Forward(Tape tape, EmbeddedBatch x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        Tensor logits = Logits(tape, x);
        if (logits.Rows != x.Rows || logits.Cols != 1) Throw.LogitShape(GetType().Name, x.Rows, logits.Shape);
        return logits;
    }

    /// <summary>The mean log loss of a batch, weighted if its rows carry weights.</summary>
    /// <param name="tape">The tape of the logits.</param>
    /// <param name="logits">From <see cref="Forward"/>.</param>
    /// <param name="x">The batch.</param>
    /// <returns>Shape [1, 1]; see <see cref="Tape.BceWithLogits"/>.</returns>
    public virtual Tensor Loss(Tape tape, Tensor logits, EmbeddedBatch x)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(x);
        return tape.BceWithLogits(logits, x.Labels, x.Weights);
    }

    /// <summary>Frees the dense parameters; harmless when repeated.</summary>
    public void Dispose()
    {
        _make.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The forward pass.</summary>
    /// <param name="tape">Where to compute.</param>
    /// <param name="x">The batch with its embedding rows.</param>
    /// <returns>Shape [rows, 1].</returns>
    protected abstract Tensor Logits(Tape tape, EmbeddedBatch x);
}
