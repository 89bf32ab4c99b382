using System.Collections.Concurrent;
using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Training.ModelFiles;

namespace Winnow.Serving;

/// <summary>Says what a ranking model made a score of: how much each feature adds to the logit.</summary>
/// <remarks>
/// Integrated gradients (Sundararajan, Taly and Yan, "Axiomatic Attribution for Deep Networks", ICML 2017, equation 1) along the straight
/// way from an example without features to the one that was scored: every embedding row grows from zeros to itself, every dense
/// feature from its mean in training (0 once standardised) to its value. A feature's amount is the sum over all numbers of all its rows, keys of lists
/// together. By their proposition 1 the amounts add up to logit − baseline; the error of the quadrature is reported as the remainder.
/// <para>The integral is taken by Gauss–Legendre quadrature, which is exact with one node where the logit is linear or quadratic in the rows:
/// for logistic regression and for (field-aware) factorisation machines, whose pairs ⟨vᵢ, vⱼ⟩ go to both features in equal parts. As
/// gradients add, these terms are exact inside DeepFM and wide &amp; deep as well. For the rest the nodes are doubled until the remainder is small.</para>
/// <para>Works for every <see cref="RankingModel"/>, also those of users, as far as they take their inputs from <see cref="EmbeddedBatch"/> as
/// tensors: what a model reads past them stays in the remainder. The model is only read. Safe from any thread; a request borrows scratch memory.</para>
/// </remarks>
public sealed class ScoreExplainer : IDisposable
{
    private const int FirstNodes = 8;

    private readonly ConcurrentBag<AttributionPath> _idle = [];
    private readonly RankingModel _model;
    private readonly IReadOnlyList<IEmbeddingTable> _tables;
    private readonly float[] _means;
    private readonly ScoreExplainerOptions _options;

    /// <summary>An explainer of one model.</summary>
    /// <param name="live">The model; stays with the caller and must outlive this.</param>
    /// <param name="plan">The plan of its features, for the means.</param>
    /// <param name="options">How exact; null: as usual.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public ScoreExplainer(LiveModel live, FeaturePlan plan, ScoreExplainerOptions? options = null)
        : this(Checked(live).Model, live.Tables, MeansOf(live.Model.Schema, plan), options)
    {
    }

    internal ScoreExplainer(RankingModel model, IReadOnlyList<IEmbeddingTable> tables, float[] means, ScoreExplainerOptions? options = null)
    {
        (_model, _tables, _means, _options) = (model, tables, means, options ?? new());
        _options.Validate();
    }

    /// <summary>Explains the score of one example.</summary>
    /// <param name="batch">Examples encoded by the plan of the model.</param>
    /// <param name="row">The example.</param>
    /// <param name="valueOf">The raw value of a column in this example, for people.</param>
    /// <returns>The terms, those that are 0 left out.</returns>
    /// <exception cref="ArgumentException">The batch is of another schema.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ScoreExplanation Explain(Batch batch, int row, Func<Column, string> valueOf)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(valueOf);
        if (batch.Layout != _model.Schema.Layout) throw new ArgumentException($"The batch has the layout {batch.Layout}; the model was made for {_model.Schema.Layout}. Use one feature plan for both.", nameof(batch));
        if (!_idle.TryTake(out AttributionPath? path)) path = new AttributionPath(_model, _tables, _means);
        try
        {
            path.Load(batch, row);
            int nodes = Integrate(path);
            return Told(path, nodes, valueOf);
        }
        finally
        {
            _idle.Add(path);
        }
    }

    /// <summary>Frees the scratch memory; the model stays.</summary>
    public void Dispose()
    {
        while (_idle.TryTake(out AttributionPath? path)) path.Dispose();
    }

    private bool IsExact => _model is LogisticRegression or FactorizationMachine or FieldAwareFactorizationMachine;

    private int Integrate(AttributionPath path)
    {
        int nodes = IsExact ? 1 : Math.Min(FirstNodes, _options.MostNodes);
        while (true)
        {
            path.Integrate(GaussLegendre.Rule(nodes));
            bool isGood = Math.Abs(path.Remainder) <= _options.Tolerance * Math.Max(1, Math.Abs(path.Logit - path.Baseline));
            if (IsExact || isGood || 2 * nodes > _options.MostNodes) return nodes;
            nodes *= 2;
        }
    }

    private ScoreExplanation Told(AttributionPath path, int nodes, Func<Column, string> valueOf)
    {
        List<FeatureTerm> terms = [];
        IReadOnlyList<Column> ids = _model.Schema.IdFeatures, numbers = _model.Schema.DenseFeatures;
        for (int i = 0; i < path.Amounts.Length; i++)
        {
            Column column = i < ids.Count ? ids[i] : numbers[i - ids.Count];
            if (path.Amounts[i] != 0) terms.Add(new FeatureTerm(column.Name, valueOf(column), (float)path.Amounts[i]));
        }
        terms.Sort(static (a, b) => Math.Abs(b.Amount).CompareTo(Math.Abs(a.Amount)));
        return new ScoreExplanation(MethodOf(nodes), (float)path.Baseline, (float)path.Logit, terms, (float)path.Remainder);
    }

    private string MethodOf(int nodes) => _model switch
    {
        _ when IsExact => "exact",
        DeepFm => $"exact for linear and FM terms, integrated gradients ({nodes} steps) for the rest",
        WideAndDeep => $"exact for linear terms, integrated gradients ({nodes} steps) for the rest",
        _ => $"integrated gradients ({nodes} steps)",
    };

    private static LiveModel Checked(LiveModel live)
    {
        ArgumentNullException.ThrowIfNull(live);
        return live;
    }

    /// <summary>What the model sees of the mean of a number: 0 where the plan takes the mean away.</summary>
    private static float[] MeansOf(FeatureSchema schema, FeaturePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. schema.DenseFeatures.Select(c => (float)plan.NumberOf(c.Name).OfMissing(MissingRule.Mean))];
    }
}
