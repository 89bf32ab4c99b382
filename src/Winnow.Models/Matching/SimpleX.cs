using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>Matrix factorisation with history and the cosine contrastive loss (SimpleX).</summary>
/// <remarks>
/// Mao, Zhu, Wang, Dai, Dong, Xiao and He, CIKM 2021. h_u = g e_u + (1 − g) V p_u with p_u the mean of his items' vectors, score = cos(h_u, e_i). Minimises
/// the mean over events of (1 − cos(h_u, e_i)) + w/|N| Σⱼ max(0, cos(h_u, e_j) − m) by Adam. Here the negatives are drawn for a step, not for each event,
/// and serve all of its events but those whose user took them; the event itself is left out of its history. With g = 1 it is the paper's MF with this loss.
/// Adam moves all rows in every step though it touches only those of the batch. Strengths of events are ignored.
/// <para>A user that was not trained on is V p of his history. O(events · (history · f + negatives · f)) a pass, shared by all threads; the same bytes for any number of
/// them. A warm step allocates nothing.</para>
/// </remarks>
#pragma warning disable CA1001      // its training is freed when Fit ends or begins anew; what a caller leaves between passes a finaliser frees
public sealed class SimpleX : IIterativeRecommender, ITowerModel
#pragma warning restore CA1001
{
    private readonly SimpleXOptions _options;
    private SimpleXNet _net;
    private SimpleXTraining? _training;

    /// <summary>A model that is not yet fitted.</summary>
    public SimpleX(SimpleXOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _net = SimpleXNet.Empty(options);
    }

    /// <inheritdoc/>
    public int Items => _net.Items;

    /// <inheritdoc/>
    public int Epochs => _options.Epochs;

    /// <inheritdoc/>
    public int Dimension => _options.Factors;

    /// <inheritdoc/>
    public VectorMetric Metric => VectorMetric.Cosine;

    /// <inheritdoc/>
    public void Fit(Interactions train, FitContext context)
    {
        EpochLoop.Run(this, train, context, Forget);
        EndTraining();
    }

    /// <inheritdoc/>
    public void Begin(Interactions train, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(context);
        EndTraining();
        _training = new SimpleXTraining(_options, train, context);
        _net = _training.Net();
    }

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The loss is not finite any more.</exception>
    public void RunEpoch(int epoch)
    {
        SimpleXTraining training = _training ?? throw new InvalidOperationException("Call Begin before RunEpoch.");
        training.Run(epoch);
        _net = training.Net();
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores) => _net.Score(users, scores);

    /// <inheritdoc/>
    public void ItemVectors(MatrixView vectors) => _net.ItemVectors(vectors);

    /// <inheritdoc/>
    /// <remarks>The last <see cref="SimpleXOptions.HistoryLength"/> items count, in any order.</remarks>
    public void UserVector(int user, ReadOnlySpan<int> history, Span<float> vector)
    {
        TowerShape.CheckUser(user, _net.Users, history, Items, vector, Dimension);
        _net.UserVector(user, history, vector);
    }

    /// <inheritdoc/>
    public void Save(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _net.Save(state);
    }

    /// <inheritdoc/>
    public void Load(RecommenderState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        SimpleXNet loaded = SimpleXNet.Load(state, _options);
        EndTraining();
        _net = loaded;
    }

    private void EndTraining()
    {
        _training?.Dispose();
        _training = null;
    }

    private void Forget()
    {
        EndTraining();
        _net = SimpleXNet.Empty(_options);
    }
}
