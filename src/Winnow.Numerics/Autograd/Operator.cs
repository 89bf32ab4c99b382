namespace Winnow.Numerics;

/// <summary>One recorded computation: it keeps what its backward pass needs. One operator is one class in one file.</summary>
/// <remarks>
/// Forward is an ordinary method of the derived class that reads its inputs, calls <see cref="Tape.Record"/> for its result and
/// fills it. Instances are pooled by the tape (<see cref="Tape.Rent{TOperator}"/>), so every field must be set anew on each use,
/// and nothing may be allocated on the managed heap once warm.
/// </remarks>
public abstract class Operator
{
    /// <summary>The tape this computation is recorded on.</summary>
    protected internal Tape Tape { get; internal set; } = null!;

    /// <summary>What the computation produced.</summary>
    protected internal Tensor Result { get; internal set; }

    /// <summary>∂loss/∂<see cref="Result"/>, complete when <see cref="Backward"/> is called. Read it only: its owner may look at it later.</summary>
    protected MatrixView ResultGradient => Tape.FinishedGradient(Result);

    /// <summary>Adds this computation's share to the gradients of its inputs. Called once per <see cref="Tape.Backward"/>, and only if
    /// the loss depends on <see cref="Result"/>.</summary>
    /// <remarks>For each input with <see cref="Tensor.NeedsGradient"/>: ask <see cref="Tape.GradientToWrite"/>, write what it returns at
    /// once, then go on to the next input (the same tensor may be an input twice).</remarks>
    public abstract void Backward();
}
