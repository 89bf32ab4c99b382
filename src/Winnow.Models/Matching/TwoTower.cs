using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>Two towers: a user's history, id and features make one vector, an item's id and features another; score is how alike they are.</summary>
/// <remarks>
/// Item: y = v + mean of its features' vectors, plus what layers make of that. User: h pools the vectors of his latest items
/// (<see cref="HistoryPooling"/>); u = h + his own vector + mean of his features' vectors, plus what layers make of pooled history, latest item
/// and user side by side. Every first event of a user with an item is an example whose history is what came strictly before it: by the
/// times of the log, else by its order (what a user takes again is filtered as seen, so there is nothing to learn from it). The loss is the softmax over
/// the targets of the batch, corrected by log Q for how often an item is drawn, with accidental hits removed (Yi et al., RecSys 2019), mixed
/// with uniform negatives that let items be seen which are rarely a target (Yang et al., WWW 2020 companion), and with hard ones: items the model itself
/// ranks high for users of the batch, found by an exact index after each pass (ANCE: Xiong et al., ICLR 2021). An item is one candidate however
/// often it was drawn: its count enters its logit, which is the same sum. Hard negatives are not corrected for: they are meant to weigh more.
/// Adam moves all rows in every step though it touches only those of the batch. Strengths of events are ignored.
/// <para>A trained user is scored by the events he was trained on; whoever has neither events nor a known history gets the same score everywhere.
/// O(events · (history · f + candidates · f)) a pass, shared by all threads; the same bytes for any number of them. A warm step allocates nothing.</para>
/// </remarks>
#pragma warning disable CA1001      // its training is freed when Fit ends or begins anew; what a caller leaves between passes a finaliser frees
public sealed class TwoTower : IIterativeRecommender, ITowerModel
#pragma warning restore CA1001
{
    private readonly TwoTowerOptions _options;
    private TwoTowerNet _net;
    private TwoTowerTraining? _training;

    /// <summary>A model that is not yet fitted.</summary>
    public TwoTower(TwoTowerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _net = TwoTowerNet.Empty(options);
    }

    /// <inheritdoc/>
    public int Items => _net.Items;

    /// <inheritdoc/>
    public int Epochs => _options.Epochs;

    /// <inheritdoc/>
    public int Dimension => _options.Factors;

    /// <inheritdoc/>
    public VectorMetric Metric => _options.Metric;

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
        _training = new TwoTowerTraining(_options, train, context);
        _net = _training.Net();
    }

    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The loss is not finite any more.</exception>
    public void RunEpoch(int epoch)
    {
        TwoTowerTraining training = _training ?? throw new InvalidOperationException("Call Begin before RunEpoch.");
        training.Run(epoch, _net);
        _net = training.Net();
    }

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores) => _net.Score(users, scores);

    /// <inheritdoc/>
    public void ItemVectors(MatrixView vectors) => _net.ItemVectors(vectors);

    /// <inheritdoc/>
    /// <remarks>The last <see cref="TwoTowerOptions.HistoryLength"/> items count, the latest most.</remarks>
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
        TwoTowerNet loaded = TwoTowerNet.Load(state, _options);
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
        _net = TwoTowerNet.Empty(_options);
    }
}
