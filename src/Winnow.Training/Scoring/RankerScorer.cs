using System.Collections.Concurrent;
using Winnow.Data;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;

namespace Winnow.Training.Scoring;

/// <summary>A ranking model as a recommender: scores the whole catalogue for a user, so that rankers are judged by the lists they would make if
/// nothing chose before them.</summary>
/// <remarks>
/// The columns <c>item</c> and those named by a feature of the items are encoded once for the catalogue, the others once for each user; a user's
/// score then takes putting keys together and the model. A user who was trained on has the history in the order of the log; of others the known
/// items have no order. Safe from any thread: each takes scratch memory of its own. The model stays the caller's.
/// </remarks>
public sealed class RankerScorer : IUserScorer, IDisposable
{
    /// <summary>Items scored at a time: enough for the kernels, few enough for the caches.</summary>
    private const int ItemsPerBatch = 1024;

    private readonly TrainedModel _model;
    private readonly ItemSide _items;
    private readonly UserSide _users;
    private readonly UserHistories _histories;
    private readonly ConcurrentBag<Workspace> _idle = [];

    /// <summary>Encodes the catalogue.</summary>
    /// <param name="model">A ranking model.</param>
    /// <param name="known">What is known of the users: the log whose numbers of users and items are meant, and the histories.</param>
    /// <param name="items">Features of the items by id; null: the model reads none.</param>
    /// <param name="users">Features of the users by id; null: the model reads none.</param>
    /// <exception cref="ArgumentException">The plan of the model refuses rows without the columns of the user or of an item.</exception>
    public RankerScorer(TrainedModel model, Interactions known, EntityFeatures? items, EntityFeatures? users)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(known);
        _model = model;
        _histories = new UserHistories(known);
        _items = new ItemSide(model.Plan, known.Items, items);
        _users = new UserSide(model.Plan, known, users);
    }

    /// <inheritdoc/>
    public int Items => _items.Count;

    /// <inheritdoc/>
    public void Score(UserBlock users, MatrixView scores)
    {
        if (!_idle.TryTake(out Workspace? workspace)) workspace = new Workspace(_model);
        for (int i = 0; i < users.Count; i++)
        {
            int user = users.User(i);
            _users.Encode(workspace, user, user >= 0 ? _histories[user] : users.History(i));
            for (int first = 0; first < Items; first += ItemsPerBatch)
            {
                int count = Math.Min(ItemsPerBatch, Items - first);
                _items.Join(workspace.User, first, count, workspace.Joined);
                workspace.Scorer.Logits(workspace.Joined, scores.Row(i).Slice(first, count));
            }
        }
        _idle.Add(workspace);
    }

    /// <summary>Frees the memory; the model stays.</summary>
    public void Dispose()
    {
        _items.Dispose();
        while (_idle.TryTake(out Workspace? workspace)) workspace.Dispose();
    }

    /// <summary>What one thread needs.</summary>
    internal sealed class Workspace(TrainedModel model) : IDisposable
    {
        public Scorer Scorer { get; } = model.NewScorer();

        public RecordBuilder Record { get; } = new(model.Plan.Schema);

        /// <summary>One row with the columns of the user.</summary>
        public Batch User { get; } = new(model.Plan.Layout);

        public Batch Joined { get; } = new(model.Plan.Layout);

        public RecordEncoder Encoder { get; set; } = null!;

        public void Dispose()
        {
            Scorer.Dispose();
            Record.Dispose();
            User.Dispose();
            Joined.Dispose();
            Encoder?.Dispose();
        }
    }
}
