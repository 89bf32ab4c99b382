namespace Winnow.Retrieval;

/// <summary>How alike two vectors are. A score is always the greater the better.</summary>
public enum VectorMetric
{
    /// <summary>Score = Σ qᵢ xᵢ.</summary>
    InnerProduct,

    /// <summary>Score = Σ qᵢ xᵢ / (‖q‖ ‖x‖) in [−1, 1]; 0 if either is the zero vector. Vectors are stored normalised.</summary>
    Cosine,

    /// <summary>Score = −Σ (qᵢ − xᵢ)², the negative squared Euclidean distance; at most 0.</summary>
    Euclidean,
}
