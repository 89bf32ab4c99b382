using System.Buffers;
using Winnow.Evaluation;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>A trained <see cref="TwoTower"/>, for scoring: finished item vectors, and what makes a user vector of a history.</summary>
internal sealed unsafe class TwoTowerNet
{
    private readonly TwoTowerOptions _options;
    private readonly LatentFactors _factors;

    public TwoTowerNet(TwoTowerOptions options, PinnedMatrix items, PinnedMatrix history, PinnedMatrix users, int[] known, EventSequences sequences)
    {
        (_options, History, UserParts, Known, Sequences) = (options, history, users, known, sequences);
        _factors = new LatentFactors(new PinnedMatrix(0, options.Factors), items);
    }

    public int Items => _factors.Items.Rows;

    public int Users => Sequences.Users;

    /// <summary>Items as they enter a history, [items, f].</summary>
    public PinnedMatrix History { get; }

    /// <summary>Own vector and features of each user, [users, f]; no rows if there are neither.</summary>
    public PinnedMatrix UserParts { get; }

    /// <summary>1 for users of whom something is known beside their history. [users, or none]</summary>
    public int[] Known { get; }

    /// <summary>The latest events of each user.</summary>
    public EventSequences Sequences { get; }

    /// <summary>Logits of ages, [ages, heads]; no rows without.</summary>
    public PinnedMatrix Ages { get; init; } = new(0, 0);

    /// <summary>What makes a query of the latest item, [f, f]; no rows without.</summary>
    public PinnedMatrix Query { get; init; } = new(0, 0);

    public TowerLayers Layers { get; init; } = new([]);

    private int Factors => _options.Factors;

    private bool HasUserParts => UserParts.Rows > 0;

    public static TwoTowerNet Empty(TwoTowerOptions options) =>
        new(options, new PinnedMatrix(0, options.Factors), new PinnedMatrix(0, options.Factors), new PinnedMatrix(0, options.Factors), [], EventSequences.Empty);

    public void Score(UserBlock block, MatrixView scores)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(Math.Max(1, block.Count * Factors));
        fixed (float* vectors = rented)
        {
            MatrixView users = new(vectors, block.Count, Factors);
            for (int i = 0; i < block.Count; i++)
            {
                int user = block.User(i);
                if ((uint)user < (uint)Users) UserVector(user, Sequences.Of(user), users.Row(i));
                else UserVector(-1, block.History(i), users.Row(i));
            }
            _factors.ScoreVectors(users, scores);
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    public void ItemVectors(MatrixView vectors) => _factors.ItemVectors(vectors);

    /// <summary>The vector of a user.</summary>
    /// <param name="user">His number, or −1.</param>
    /// <param name="history">His items, oldest first.</param>
    /// <param name="vector">Receives it, [f]; zeros if nothing is known.</param>
    public void UserVector(int user, ReadOnlySpan<int> history, Span<float> vector)
    {
        bool isKnown = HasUserParts && user >= 0 && Known[user] == 1;
        if (history.IsEmpty && !isKnown)
        {
            vector.Clear();
            return;
        }
        history = history[^Math.Min(history.Length, _options.HistoryLength)..];
        int inputs = Inputs(_options, HasUserParts);
        float[] rented = ArrayPool<float>.Shared.Rent(Factors + inputs + Layers.Scratch + history.Length * _options.Heads);
        fixed (float* query = rented, u = vector)
        fixed (int* items = history)
        {
            float* x = query + Factors, scratch = x + inputs, weights = scratch + Layers.Scratch;
            Pool(items, history.Length, query, weights, x, u);
            if (isKnown) FloatRows.AddScaled(UserParts.RowPointer(user), 1, u, Factors);
            if (HasUserParts) (isKnown ? UserParts.Row(user) : default).CopyTo(new Span<float>(x + 2 * Factors, Factors));
            if (HasUserParts && !isKnown) new Span<float>(x + 2 * Factors, Factors).Clear();
            Layers.Add(x, scratch, u);
            if (_options.Metric == VectorMetric.Cosine) FloatRows.Normalize(u, u, Factors);
        }
        ArrayPool<float>.Shared.Return(rented);
    }

    public void Save(RecommenderState state)
    {
        state.Put("shape", [Users, Items, Factors, UserParts.Rows]);
        state.Put("items", [.. _factors.Items.Values]);
        state.Put("history", [.. History.Values]);
        state.Put("users", [.. UserParts.Values]);
        state.Put("known", [.. Known]);
        state.Put("ages", [.. Ages.Values]);
        state.Put("query", [.. Query.Values]);
        Layers.Save(state, "user");
        Sequences.Save(state);
    }

    public static TwoTowerNet Load(RecommenderState state, TwoTowerOptions options)
    {
        int[] shape = state.Ints("shape"), known = state.Ints("known");
        if (shape.Length != 4 || shape[2] != options.Factors || known.Length != shape[3] || (shape[3] != 0 && shape[3] != shape[0]))
        {
            throw new InvalidDataException(
                $"Array 'shape' of the saved model is [{string.Join(", ", shape)}] beside {known.Length} known users; expected users, items, {options.Factors} and users or 0.");
        }
        if (shape[0] == 0 && shape[1] == 0) return Empty(options);
        bool hasAges = options.Pooling != HistoryPooling.Mean, hasQuery = options.Pooling == HistoryPooling.Attention;
        int factors = options.Factors;
        return new TwoTowerNet(
            options, PinnedMatrix.Of(state, "items", shape[1], factors), PinnedMatrix.Of(state, "history", shape[1], factors),
            PinnedMatrix.Of(state, "users", shape[3], factors), known, EventSequences.Load(state, shape[0], shape[1]))
        {
            Ages = PinnedMatrix.Of(state, "ages", hasAges ? options.HistoryLength : 0, hasAges ? options.Heads : 0),
            Query = PinnedMatrix.Of(state, "query", hasQuery ? factors : 0, hasQuery ? factors : 0),
            Layers = TowerLayers.Load(state, "user", Inputs(options, shape[3] > 0), options.UserLayers, factors),
        };
    }

    /// <summary>Numbers that enter the layers: pooled history, latest item, user.</summary>
    public static int Inputs(TwoTowerOptions options, bool hasUserParts) => (hasUserParts ? 3 : 2) * options.Factors;

    /// <summary>Pooled history to x and u, latest item behind it in x.</summary>
    private void Pool(int* items, int count, float* query, float* weights, float* x, float* u)
    {
        Span<float> last = new(x + Factors, Factors);
        if (count > 0) History.Row(items[count - 1]).CopyTo(last);
        else last.Clear();
        bool hasQuery = Query.Rows > 0;
        if (hasQuery)
        {
            new Span<float>(query, Factors).Clear();
            for (int k = 0; k < Factors; k++) FloatRows.AddScaled(Query.RowPointer(k), last[k], query, Factors);
        }
        HistoryWeights layout = new(_options.Heads, Factors / _options.Heads, Ages.Rows > 0 ? Ages.RowPointer(0) : null, Math.Max(1, Ages.Rows));
        layout.Pool(History.RowPointer(0), Factors, items, count, hasQuery ? query : null, weights, x);
        new Span<float>(x, Factors).CopyTo(new Span<float>(u, Factors));
    }
}
