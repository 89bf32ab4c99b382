namespace Winnow.Numerics;

/// <summary>Work cut into numbered chunks that may run in any order, on any thread of a <see cref="WorkerTeam"/>.</summary>
public interface IParallelJob
{
    /// <summary>Does one chunk. Must write only what belongs to that chunk, so that results never depend on who ran it.</summary>
    /// <param name="chunk">Number of the chunk, from 0.</param>
    void Run(int chunk);
}
