namespace Winnow.Embeddings;

/// <summary>What a key that has no row pulls. The same in training (before admission) and in scoring.</summary>
public enum ColdVector
{
    /// <summary>Zeros: an unknown id says nothing.</summary>
    Zero,

    /// <summary>The vector its row would start with: a function of table seed and key.</summary>
    Initial,
}
