using Winnow.Data;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>The passes of <see cref="SimpleX"/>: one table of items and, behind them, users; batches, steps.</summary>
internal sealed class SimpleXTraining : IDisposable
{
    private readonly SimpleXOptions _options;
    private readonly WorkerTeam _team;
    private readonly RandomStream _random;
    private readonly CsrMatrix _taken;
    private readonly EventSequences _sequences;
    private readonly int _items, _users;
    private readonly PinnedMatrix _table;
    private readonly DeferredAdamRows _rows;
    private readonly SimpleXBatch _batch;
    private readonly StepArena _arena = new();
    private readonly Tape _tape;
    private readonly AdamOptimizer _adam = new();
    private readonly List<Parameter> _parameters;
    private readonly int[] _order;
    private int _steps;

    public SimpleXTraining(SimpleXOptions options, Interactions train, FitContext context)
    {
        (_options, _team, _taken, _items, _users) = (options, context.Team, train.ByUser, train.Items.Count, train.Users.Count);
        _random = new RandomStream(context.Seed, "simpleX");
        _sequences = new EventSequences(train);
        _table = new PinnedMatrix(_items + _users, options.Factors);
        _random.Fork("table").FillNormal(_table.Values, 0, (float)options.InitialDeviation);
        _rows = new DeferredAdamRows(_table, options.LearningRate);
        _batch = new SimpleXBatch(options, _sequences, _items);
        _tape = new Tape(_team, _arena) { Training = true };
        Parameter map = new("map", new Shape(options.Factors, options.Factors));
        float bound = MathF.Sqrt(3f / options.Factors);
        _random.Fork("map").FillUniform(map.Values, -bound, bound);
        _parameters = [map];
        _order = [.. Enumerable.Range(0, _sequences.Count)];
    }

    /// <summary>Frees what a caller left who stopped between passes.</summary>
    ~SimpleXTraining() => Free();

    /// <summary>V.</summary>
    public Parameter Map => _parameters[0];

    /// <summary>Items and, behind them, users.</summary>
    public PinnedMatrix Table => _table;

    /// <summary>The last batch.</summary>
    public SimpleXBatch Batch => _batch;

    /// <summary>One pass.</summary>
    public void Run(int epoch)
    {
        Array.Sort(_order);                     // so that a pass depends on its number, not on the passes before
        _random.Fork("order").Fork((ulong)epoch).Shuffle(_order.AsSpan());
        double loss = 0;
        for (int first = 0; first < _order.Length; first += _options.BatchSize) loss += Step(first);
        _rows.Settle(_team);
        if (!double.IsFinite(loss))
            throw new ArithmeticException($"Pass {epoch} of SimpleX ended with a loss of {loss}. Lower the learning rate ({_options.LearningRate}).");
    }

    /// <summary>One step on the events from a place of the order on. Returns its mean loss.</summary>
    public float Step(int first)
    {
        float loss = Gradients(first, out MatrixView gradients);
        _rows.Push(_batch.Rows, gradients, _team);
        _adam.Step(_parameters, (float)_options.LearningRate, _team);
        _steps++;
        return loss;
    }

    /// <summary>The mean loss of a batch and its gradients: of V in it, of rows in <paramref name="gradients"/>.</summary>
    public float Gradients(int first, out MatrixView gradients)
    {
        _batch.Take(_order.AsSpan(first, Math.Min(_options.BatchSize, _order.Length - first)), _random.Fork("negatives").Fork((ulong)_steps));
        _tape.Reset();
        MatrixView rows = _tape.AllocateMatrix(_batch.Rows.Length, _options.Factors);
        gradients = _tape.AllocateMatrix(rows.Rows, rows.Cols);
        _rows.Pull(_batch.Rows, rows, _team);
        Tensor loss = Loss(_tape.Input(rows, gradients));
        _tape.Backward(loss);
        return loss.Scalar;
    }

    /// <summary>What scores; copies of everything that training changes.</summary>
    public SimpleXNet Net()
    {
        PinnedMatrix items = new(_items, _options.Factors), users = new(_users, _options.Factors), map = new(_options.Factors, _options.Factors);
        _table.Values.AsSpan(0, items.Values.Length).CopyTo(items.Values);
        _table.Values.AsSpan(items.Values.Length).CopyTo(users.Values);
        Map.Values.CopyTo(map.Values);
        return new SimpleXNet(_options, items, users, map, _sequences.Latest(_options.HistoryLength));
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private Tensor Loss(Tensor block)
    {
        int factors = _options.Factors;
        float gate = (float)_options.Gate;
        Tensor pooled = HistoryPool.Of(_tape, block, _batch.Histories, 1, default, default);
        Tensor user = gate * _tape.EmbedFields(block, _batch.Users.Gather, 0, factors) + (1 - gate) * _tape.Linear(pooled, Map);
        Tensor users = NormalizedRows.Of(_tape, user);
        Tensor taken = NormalizedRows.Of(_tape, _tape.EmbedFields(block, _batch.Targets.Gather, 0, factors));
        Tensor left = NormalizedRows.Of(_tape, _tape.EmbedFields(block, _batch.Negatives.Gather, 0, factors));
        return 1 - _tape.Mean(_tape.SumRows(users * taken)) + ScoreLoss<CosineContrast>.Of(_tape, users, left, _batch.Loss(_taken));
    }

    private void Free()
    {
        foreach (Parameter parameter in _parameters ?? []) parameter.Dispose();
        _arena.Dispose();
    }
}
