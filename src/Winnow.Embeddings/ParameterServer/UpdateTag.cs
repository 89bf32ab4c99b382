namespace Winnow.Embeddings;

/// <summary>Which piece of a training run an update belongs to. Whoever holds parameters applies each tag once: a repeat, after a lost answer or
/// by another worker that took over, is ignored.</summary>
/// <param name="Source">The run; two runs never share one.</param>
/// <param name="Position">Number of the piece in its run, from 0. Every table shard and dense block gets one update for each position.</param>
/// <param name="Parts">Micro-batches a step: so many consecutive positions are summed, in their order, and applied as one update when the last
/// has come, whatever the order in which they come. 1: applied at once.</param>
/// <param name="LearningRate">Rate of the update, above 0; the same for all parts of a step.</param>
public readonly record struct UpdateTag(ulong Source, long Position, int Parts, float LearningRate)
{
    /// <summary>Most parts of a step.</summary>
    public const int MostParts = 256;

    /// <summary>The highest position.</summary>
    public const long MostPosition = 1L << 48;

    /// <summary>The step the position belongs to, from 0.</summary>
    public long Step => Position / Parts;

    /// <summary>Number of the part within its step, from 0.</summary>
    public int Part => (int)(Position % Parts);

    /// <summary>Throws if some value is outside its legal range.</summary>
    /// <exception cref="ArgumentException">The message names all faults.</exception>
    internal void Validate()
    {
        bool fine = Position is >= 0 and <= MostPosition && Parts is >= 1 and <= MostParts && LearningRate > 0 && float.IsFinite(LearningRate);
        if (!fine) Throw.UpdateTag(this);
    }
}
