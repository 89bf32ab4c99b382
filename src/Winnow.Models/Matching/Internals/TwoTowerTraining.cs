using Winnow.Data;
using Winnow.Numerics;
using Winnow.Retrieval;

namespace Winnow.Models;

/// <summary>The passes of <see cref="TwoTower"/>: table, dense parameters, batches, steps.</summary>
internal sealed class TwoTowerTraining : IDisposable
{
    private readonly TwoTowerOptions _options;
    private readonly WorkerTeam _team;
    private readonly RandomStream _random;
    private readonly CsrMatrix _taken;
    private readonly EventSequences _sequences;
    private readonly TowerTable _table;
    private readonly TwoTowerBatch _batch;
    private readonly HardNegatives _hard;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly AdamOptimizer _adam = new();
    private readonly Parameter? _ages, _query;
    private readonly List<Parameter> _userLayers, _itemLayers, _parameters;
    private readonly int[] _userOf, _order;
    private int _steps;

    public TwoTowerTraining(TwoTowerOptions options, Interactions train, FitContext context)
    {
        (_options, _team, _taken) = (options, context.Team, train.ByUser);
        _random = new RandomStream(context.Seed, "twoTower");
        _sequences = new EventSequences(train);
        _table = new TowerTable(options, train, _random.Fork("table"));
        _hard = new HardNegatives(options, train.Items.Count);
        _tape = new Tape(_team, _arena) { Training = true };
        if (options.Pooling != HistoryPooling.Mean) _ages = new Parameter("ages", new Shape(options.HistoryLength, options.Heads));
        if (options.Pooling == HistoryPooling.Attention) _query = MakeQuery();
        _userLayers = TowerLayers.Make("user", TwoTowerNet.Inputs(options, _table.HasUsers), options.UserLayers, options.Factors, _random);
        _itemLayers = TowerLayers.Make("item", options.Factors, options.ItemLayers, options.Factors, _random);
        _parameters = [.. _userLayers, .. _itemLayers];
        if (_ages is not null) _parameters.Add(_ages);
        if (_query is not null) _parameters.Add(_query);
        _userOf = _sequences.UserOf();
        bool[] isFirst = _sequences.IsFirst();
        _order = [.. Enumerable.Range(0, _sequences.Count).Where(place => isFirst[place] && HasInput(place))];
        _batch = new TwoTowerBatch(options, _sequences, _table, _hard, _order);
    }

    /// <summary>Frees what a caller left who stopped between passes.</summary>
    ~TwoTowerTraining() => Free();

    /// <summary>Dense parameters, for tests of gradients.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The table.</summary>
    public TowerTable Table => _table;

    /// <summary>The last batch.</summary>
    public TwoTowerBatch Batch => _batch;

    /// <summary>Number of examples of a pass.</summary>
    public int Examples => _order.Length;

    /// <summary>One pass.</summary>
    /// <param name="epoch">Its number.</param>
    /// <param name="net">The model as it is, for hard negatives.</param>
    public void Run(int epoch, TwoTowerNet net)
    {
        if (epoch > 0) _hard.Refresh(net, _team);
        Array.Sort(_order);                     // so that a pass depends on its number, not on the passes before
        _random.Fork("order").Fork((ulong)epoch).Shuffle(_order.AsSpan());
        double loss = 0;
        for (int first = 0; first < _order.Length; first += _options.BatchSize) loss += Step(first);
        _table.Adam.Settle(_team);
        if (!double.IsFinite(loss))
            throw new ArithmeticException($"Pass {epoch} of the two towers ended with a loss of {loss}. Lower the learning rate ({_options.LearningRate}).");
    }

    /// <summary>One step on the examples from a place of the order on. Returns its mean loss.</summary>
    public float Step(int first)
    {
        float loss = Gradients(first, out MatrixView gradients);
        _table.Adam.Push(_batch.Rows, gradients, _team);
        _adam.Step(_parameters, (float)_options.LearningRate, _team);
        _steps++;
        return loss;
    }

    /// <summary>The mean loss of a batch and its gradients: of parameters in them, of rows in <paramref name="gradients"/>.</summary>
    public float Gradients(int first, out MatrixView gradients)
    {
        RandomStream random = _random.Fork("steps").Fork((ulong)_steps);
        _batch.Take(_order.AsSpan(first, Math.Min(_options.BatchSize, _order.Length - first)), _userOf, random);
        _tape.Reset();
        _tape.Random = random;
        MatrixView rows = _tape.AllocateMatrix(_batch.Rows.Length, _options.Factors);
        gradients = _tape.AllocateMatrix(rows.Rows, rows.Cols);
        _table.Adam.Pull(_batch.Rows, rows, _team);
        Tensor block = _tape.Input(rows, gradients);
        Tensor loss = ScoreLoss<SampledSoftmax>.Of(_tape, Users(block), Candidates(block), _batch.Loss(_options.SpareTaken ? _taken : null));
        _tape.Backward(loss);
        return loss.Scalar;
    }

    /// <summary>What scores; copies of everything that training changes.</summary>
    public TwoTowerNet Net()
    {
        PinnedMatrix items = _table.AllItems(inHistory: false), history = _table.AllItems(inHistory: true), users = _table.AllUsers();
        Finish(items);
        int[] known = new int[users.Rows];
        for (int user = 0; user < known.Length; user++) known[user] = _table.IsKnown(user, _sequences.Of(user).Length) ? 1 : 0;
        return new TwoTowerNet(_options, items, history, users, known, _sequences.Latest(_options.HistoryLength))
        {
            Ages = Copy(_ages), Query = Copy(_query), Layers = TowerLayers.Of(_userLayers),
        };
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Without history an event teaches only where its user is known by something else.</summary>
    private bool HasInput(int place) => _table.HasUsers || !_sequences.Before(_userOf[place], place, 1).IsEmpty;

    private Tensor Users(Tensor block)
    {
        int factors = _options.Factors;
        Tensor items = _tape.EmbedFields(block, _batch.HistoryItems.Gather, 0, factors), latest = default, query = default, own = default;
        if (_query is not null || _userLayers.Count > 0) latest = _tape.EmbedFields(items, _batch.Latest.Gather, 0, factors);
        if (_query is not null) query = _tape.Linear(latest, _query);
        Tensor pooled = HistoryPool.Of(_tape, items, _batch.Histories, _options.Heads, _ages is null ? default : _tape.Use(_ages), query), user = pooled;
        if (_table.HasUsers)
        {
            own = _tape.EmbedFields(block, _batch.Users.Gather, 0, factors);
            user += own;
        }
        if (_userLayers.Count > 0)
        {
            Tensor inputs = _table.HasUsers ? _tape.Concat(pooled, latest, own) : _tape.Concat(pooled, latest);
            user += TowerLayers.Forward(_tape, _tape.Dropout(inputs, _options.Dropout), _userLayers);
        }
        return _options.Metric == VectorMetric.Cosine ? NormalizedRows.Of(_tape, user) : user;
    }

    private Tensor Candidates(Tensor block)
    {
        Tensor items = _tape.EmbedFields(block, _batch.Candidates.Gather, 0, _options.Factors);
        if (_itemLayers.Count > 0) items += TowerLayers.Forward(_tape, items, _itemLayers);
        return _options.Metric == VectorMetric.Cosine ? NormalizedRows.Of(_tape, items) : items;
    }

    /// <summary>What comes after the sum of rows in the item tower.</summary>
    private unsafe void Finish(PinnedMatrix items)
    {
        TowerLayers layers = TowerLayers.Of(_itemLayers);
        float[] sum = new float[items.Cols], scratch = new float[layers.Scratch + 1];
        fixed (float* y = sum, room = scratch)
        {
            for (int item = 0; item < items.Rows; item++)
            {
                float* x = items.RowPointer(item);
                items.Row(item).CopyTo(sum);
                layers.Add(x, room, y);
                if (_options.Metric == VectorMetric.Cosine) FloatRows.Normalize(y, x, items.Cols);
                else sum.CopyTo(items.Row(item));
            }
        }
    }

    private Parameter MakeQuery()
    {
        Parameter query = new("query", new Shape(_options.Factors, _options.Factors));
        float bound = MathF.Sqrt(3f / _options.Factors);
        _random.Fork("query").FillUniform(query.Values, -bound, bound);
        return query;
    }

    private static PinnedMatrix Copy(Parameter? parameter)
    {
        PinnedMatrix copy = parameter is null ? new PinnedMatrix(0, 0) : new PinnedMatrix(parameter.Shape.Rows, parameter.Shape.Cols);
        parameter?.Values.CopyTo(copy.Values);
        return copy;
    }

    private void Free()
    {
        foreach (Parameter parameter in _parameters ?? []) parameter.Dispose();
        _arena.Dispose();
    }
}
