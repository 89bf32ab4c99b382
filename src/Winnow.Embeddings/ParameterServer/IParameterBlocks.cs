using Winnow.Numerics;

namespace Winnow.Embeddings;

/// <summary>The dense parameters of a model in a parameter store.</summary>
public interface IParameterBlocks
{
    /// <summary>Reads all blocks into the values of parameters; those already as new are not transferred.</summary>
    /// <param name="parameters">The parameters the run was made with, in that order.</param>
    /// <param name="source">The run of <paramref name="step"/>.</param>
    /// <param name="step">Waits until so many steps of the run were applied to every block; 0: takes them as they are.</param>
    /// <exception cref="TimeoutException">That step did not come in time.</exception>
    void Pull(IReadOnlyList<Parameter> parameters, ulong source, long step);

    /// <summary>Sends the gradients of all parameters. A parameter without a gradient that has an optimiser is left as it is; one without an
    /// optimiser sends the difference of <paramref name="pulled"/> and its value.</summary>
    /// <param name="tag">Which piece of work this is.</param>
    /// <param name="parameters">The parameters the run was made with, in that order.</param>
    /// <param name="pulled">What they were before the step, parameter after parameter without gaps.</param>
    void Push(in UpdateTag tag, IReadOnlyList<Parameter> parameters, ReadOnlySpan<float> pulled);

    /// <summary>Reads values, optimiser state and numbers of updates, for a checkpoint. Nobody may push meanwhile.</summary>
    void Save(IReadOnlyList<Parameter> parameters);

    /// <summary>Replaces values, optimiser state and numbers of updates. Nobody may push meanwhile.</summary>
    void Load(IReadOnlyList<Parameter> parameters);
}
