namespace Winnow.Embeddings;

/// <summary>The update rules that come with the library.</summary>
public enum SparseAlgorithm
{
    /// <summary><see cref="SparseSgd"/>.</summary>
    Sgd,

    /// <summary><see cref="SparseAdagrad"/>.</summary>
    Adagrad,

    /// <summary><see cref="Embeddings.RowWiseAdagrad"/>.</summary>
    RowWiseAdagrad,

    /// <summary><see cref="Embeddings.LazyAdam"/>.</summary>
    LazyAdam,

    /// <summary><see cref="Embeddings.Ftrl"/>.</summary>
    Ftrl,
}
