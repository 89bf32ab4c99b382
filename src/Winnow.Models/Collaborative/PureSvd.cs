using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>The settings of <see cref="PureSvd"/>.</summary>
public sealed record PureSvdOptions : RecommenderOptions
{
    /// <summary>f, number of singular vectors, at least 1; beyond the rank of the data the rest is zero. Default 50.</summary>
    public int Factors { get; init; } = 50;

    /// <summary>Random directions beyond f, not negative. Default 10.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>Power iterations, not negative; null: 7 if f is below a tenth of the smaller side of the data, else 4. Default null.</summary>
    public int? PowerIterations { get; init; }

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new PureSvd(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (Factors < 1) yield return $"{nameof(Factors)} is {Factors}, it must be at least 1";
        if (Oversampling < 0) yield return $"{nameof(Oversampling)} is {Oversampling}, it must not be negative";
        if (PowerIterations < 0) yield return $"{nameof(PowerIterations)} is {PowerIterations}, it must not be negative";
    }
}

/// <summary>The best approximation of the interactions of rank f: score(u, ·) = r_u V Vᵀ.</summary>
/// <remarks>
/// Cremonesi, Koren and Turrin, RecSys 2010, section 3.3.2. R ≈ U Σ Vᵀ by random projection (Halko, Martinsson and Tropp, SIAM Review
/// 53(2), 2011, algorithms 4.4 and 5.1): Q spans the range of (R Rᵀ)^q R Ω for a Gaussian Ω, orthonormalised after each product, then the
/// small matrix QᵀR is decomposed exactly; the longer side of R plays the rows. A trained user is scored by his row of U Σ, another one by
/// the projection r_u V of his history, which for a trained user is the same up to the error of the projection.
/// O((q + 1) · (entries · f + (users + items) · f²)); the same bytes for any number of threads.
/// </remarks>
public sealed class PureSvd : ITowerModel
{
    private readonly PureSvdOptions _options;
    private LatentFactors _factors = LatentFactors.Empty;

    /// <summary>A model that is not yet fitted.</summary>
    public PureSvd(PureSvdOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <inheritdoc/>
    public int Items => _factors.Items.Rows;

    /// <inheritdoc/>
    public int Dimension => _factors.Count;

    /// <inheritdoc/>
    public VectorMetric Metric => VectorMetric.InnerProduct;

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        _factors = LatentFactors.Empty;
        context.Cancel.ThrowIfCancellationRequested();
        bool tall = train.Users.Count >= train.Items.Count;
        RandomizedSvd svd = new(tall ? train.ByUser : train.ByItem, tall ? train.ByItem : train.ByUser, _options.Factors, _options.Oversampling);
        svd.Run(_options.PowerIterations, new RandomStream(context.Seed, "pureSvd"), context);
        PinnedMatrix users = tall ? svd.Left : svd.Right, items = tall ? svd.Right : svd.Left;
        for (int user = 0; user < users.Rows; user++)
        {
            Span<float> row = users.Row(user);
            for (int d = 0; d < row.Length; d++) row[d] *= svd.Values[d];
        }
        _factors = new LatentFactors(users, items);
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores) => _factors.Score(users, scores, new Projection(_factors.Items));

    /// <inheritdoc/>
    public void ItemVectors(MatrixView vectors) => _factors.ItemVectors(vectors);

    /// <inheritdoc/>
    /// <remarks>Of a trained user what was learnt, whatever his history; of another one what is made of his history, in any order.</remarks>
    public void UserVector(int user, ReadOnlySpan<int> history, Span<float> vector) => _factors.UserVector(user, history, vector, new Projection(_factors.Items));

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _factors.Save(state);
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _factors = LatentFactors.Load(state);
    }

    /// <summary>r_u V.</summary>
    private readonly struct Projection(PinnedMatrix items) : IFoldIn
    {
        public void FoldIn(ReadOnlySpan<int> history, ReadOnlySpan<float> values, Span<float> vector)
        {
            vector.Clear();
            for (int i = 0; i < history.Length; i++)
            {
                Span<float> item = items.Row(history[i]);
                float weight = values.IsEmpty ? 1 : values[i];
                for (int d = 0; d < vector.Length; d++) vector[d] += weight * item[d];
            }
        }
    }
}
