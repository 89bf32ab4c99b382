namespace Winnow.Embeddings;

/// <summary>How a row changes under its gradient. A struct, so that the table compiles a loop of its own for each rule.</summary>
/// <remarks>Only rows with a gradient are touched; penalties act on them at that moment and never on the others. A rule must
/// be a function of its arguments alone: rows are updated in parallel, in any order.</remarks>
public unsafe interface ISparseOptimizer
{
    /// <summary>Name in snapshots; a snapshot of another rule is refused.</summary>
    string Name { get; }

    /// <summary>Floats of state beside a vector of <paramref name="dimension"/> floats.</summary>
    int StateFloats(int dimension);

    /// <summary>Fills the state of a new row.</summary>
    /// <param name="vector">The initial vector, [dimension].</param>
    /// <param name="state">Zeros, [<see cref="StateFloats"/>].</param>
    /// <param name="dimension">Length of the vector.</param>
    void Initialize(float* vector, float* state, int dimension);

    /// <summary>Called once before the rows of a push, on a copy of the rule.</summary>
    /// <param name="learningRate">Rate of this push.</param>
    /// <param name="push">Number of this push, from 1.</param>
    void Begin(float learningRate, long push);

    /// <summary>Updates one row in place.</summary>
    /// <param name="vector">[dimension].</param>
    /// <param name="state">[<see cref="StateFloats"/>].</param>
    /// <param name="gradient">∂loss/∂vector, [dimension], finite.</param>
    /// <param name="dimension">Length of the vector.</param>
    void Update(float* vector, float* state, float* gradient, int dimension);
}
