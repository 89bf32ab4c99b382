namespace Winnow.Numerics;

/// <summary>Element-wise work on a range of rows; run over all rows, in parallel, by <see cref="Tape.ForRows{TKernel}"/>.</summary>
public interface IRowKernel
{
    /// <summary>Does the rows [<paramref name="first"/>, <paramref name="end"/>). Must write only what belongs to them.</summary>
    /// <param name="chunk">Number of this range, from 0: the place for a partial sum.</param>
    /// <param name="first">First row.</param>
    /// <param name="end">One past the last row.</param>
    void Run(int chunk, int first, int end);
}
