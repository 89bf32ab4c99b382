using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The settings of <see cref="EaseR"/>.</summary>
public sealed record EaseROptions : RecommenderOptions
{
    /// <summary>λ, added to the diagonal of the Gram matrix, above 0. Default 500.</summary>
    public float L2 { get; init; } = 500;

    /// <inheritdoc/>
    protected override ITopNRecommender Build() => new EaseR(this);

    /// <inheritdoc/>
    protected override IEnumerable<string> Faults()
    {
        if (!(L2 > 0 && float.IsFinite(L2))) yield return $"L2 {L2} must be a finite number above 0";
    }
}

/// <summary>A shallow linear auto-encoder with a closed form: P = (RᵀR + λI)⁻¹, B_ij = −P_ij / P_jj, B_jj = 0; score(u) = r_u B.</summary>
/// <remarks>Steck, WWW 2019, equation 8. Fitting costs O(Σ_u n_u² + items³) and memory for two dense float32 matrices of items × items; at
/// most 46,272 items. Users that were not trained on are scored from their history like all others.</remarks>
public sealed class EaseR(EaseROptions options) : ITopNRecommender
{
    private const int MostItems = 46_272;        // whole panels, whose square still counts the elements of an array

    private ItemPanels _weights = new(0);

    /// <inheritdoc/>
    public int Items => _weights.Items;

    /// <inheritdoc/>
    public unsafe void Fit(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        _weights = new ItemPanels(0);
        context.Cancel.ThrowIfCancellationRequested();
        int items = train.Items.Count;
        if (items > MostItems) throw new InvalidOperationException($"EASE^R inverts a dense matrix of items × items; {items} items came, at most {MostItems} are possible. Use SlimElasticNet or ItemKnn.");
        using NativeBuffer<float> buffer = new((nuint)items * (nuint)items, zeroed: false);
        MatrixView gram = new(buffer.Pointer, items, items);
        SparseGram.Multiply(train.ByItem, train.ByUser, gram, context.Team, context.Cancel);
        for (int item = 0; item < items; item++) gram[item, item] += options.L2;
        PositiveDefinite.Invert(gram, context.Team, context.Cancel);
        _weights = Weights(gram, context.Team);
        context.Progress?.Report(1);
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores)
    {
        if (scores.Rows != users.Count || scores.Cols != Items)
            throw new ArgumentException($"Scores of {scores.Rows} × {scores.Cols} came for {users.Count} users and {Items} items; a model has items once it is fitted or loaded.", nameof(scores));
        _weights.Score(new RawProfiles(users), scores);
    }

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        float[] weights = new float[checked(Items * Items)];
        for (int row = 0; row < Items; row++) _weights.CopyRow(row, weights.AsSpan(row * Items, Items));
        state.Put("weights", weights);
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        float[] weights = state.Floats("weights");
        int items = (int)Math.Sqrt(weights.Length);
        if ((long)items * items != weights.Length) throw new InvalidDataException($"Array 'weights' of the saved model has {weights.Length} numbers; expected items × items.");
        ItemPanels panels = new(items);
        for (int row = 0; row < items; row++) panels.SetRow(row, weights.AsSpan(row * items, items));
        _weights = panels;
    }

    private static ItemPanels Weights(MatrixView inverse, WorkerTeam team)
    {
        float[] negativeDiagonal = new float[inverse.Rows];
        for (int item = 0; item < negativeDiagonal.Length; item++) negativeDiagonal[item] = -inverse[item, item];
        WeightRows job = new() { Inverse = inverse, NegativeDiagonal = negativeDiagonal, Target = new ItemPanels(inverse.Rows) };
        team.Run(ref job, inverse.Rows);
        return job.Target;
    }

    private struct WeightRows : IParallelJob
    {
        internal MatrixView Inverse;
        internal float[] NegativeDiagonal;
        internal ItemPanels Target;

        public readonly void Run(int row)
        {
            Span<float> values = Inverse.Row(row);
            for (int col = 0; col < values.Length; col++) values[col] /= NegativeDiagonal[col];
            values[row] = 0;
            Target.SetRow(row, values);
        }
    }
}
