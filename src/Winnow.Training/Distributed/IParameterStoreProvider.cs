using Winnow.Embeddings;
using Winnow.Numerics;

namespace Winnow.Training.Distributed;

/// <summary>Where the parameters of runs are kept: in this process, or in Redis.</summary>
public interface IParameterStoreProvider
{
    /// <summary>Opens a run.</summary>
    /// <param name="layout">What it consists of.</param>
    /// <returns>Null if the store has no such run.</returns>
    IParameterStore? TryOpen(ParameterStoreLayout layout);

    /// <summary>Makes a run with empty tables.</summary>
    /// <param name="layout">What it consists of.</param>
    /// <param name="parameters">The initial values of its blocks, in their order.</param>
    IParameterStore Create(ParameterStoreLayout layout, IReadOnlyList<Parameter> parameters);

    /// <summary>Whether a failure may pass by itself: the store restarts, the network is cut.</summary>
    bool IsPassing(Exception failure);
}
