using System.Runtime.CompilerServices;

namespace Winnow.Numerics;

/// <summary>Records what is computed and plays it backwards for the gradients (reverse-mode differentiation, define by run).</summary>
/// <remarks>
/// A model is ordinary C#: each operator (<c>tape.Linear(…)</c>, <c>a + b</c>) computes at once and notes itself down.
/// All intermediate memory comes from the arena, nodes and operators are pooled: a warm step allocates no managed memory.
/// Results do not depend on the number of threads of the team. A tape belongs to one thread; parameters may be read by many tapes.
/// </remarks>
public sealed partial class Tape
{
    private readonly OperatorPool _pool = new();
    private readonly StepArena _arena;
    private readonly List<int> _parameterNodes = [];
    private Node[] _nodes = new Node[64];
    private int _count;
    private ulong _forks;

    /// <summary>An empty tape.</summary>
    /// <param name="team">Threads that compute; may be shared with other users.</param>
    /// <param name="arena">Memory of all intermediate values, reset by <see cref="Reset"/>; this tape must be its only user. The caller disposes it.</param>
    public Tape(WorkerTeam team, StepArena arena)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(arena);
        Team = team;
        _arena = arena;
    }

    /// <summary>Threads that compute.</summary>
    public WorkerTeam Team { get; }

    /// <summary>Whether operators that differ between training and scoring (dropout, batch normalisation) train. Default false.</summary>
    public bool Training { get; set; }

    /// <summary>Whether operators keep what <see cref="Backward"/> needs. Default true; false makes scoring cheaper, and no tensor needs a gradient.</summary>
    public bool RecordsGradients { get; set; } = true;

    /// <summary>Whether gradients flow to parameters. Default true; false leaves them alone, so that several tapes may differentiate with respect
    /// to their own inputs through one model at the same time. Decide before the first use of a parameter after <see cref="Reset"/>.</summary>
    public bool DifferentiatesParameters { get; set; } = true;

    /// <summary>Random numbers of this step, for dropout. Set it for each step, for example <c>stream.Fork(step)</c>.</summary>
    public RandomStream Random { get; set; }

    /// <summary>Number of tensors recorded since the last <see cref="Reset"/>.</summary>
    public int Count => _count;

    internal int Generation { get; private set; }

    /// <summary>Forgets all tensors and takes their memory back. Every <see cref="Tensor"/> of this tape becomes invalid.</summary>
    public void Reset()
    {
        Array.Clear(_nodes, 0, _count);
        _count = 0;
        _parameterNodes.Clear();
        _forks = 0;
        Generation++;
        _pool.Reset();
        _arena.Reset();
    }

    /// <summary>A value from outside, not copied: the memory must live and stay unchanged until <see cref="Reset"/>.</summary>
    /// <param name="value">Numbers, shape [rows, cols].</param>
    /// <param name="needsGradient">Whether <see cref="Tensor.Gradient"/> will be asked for.</param>
    public Tensor Input(MatrixView value, bool needsGradient = false) => Append(new Node
    {
        Shape = new Shape(value.Rows, value.Cols),
        Value = value,
        NeedsGradient = needsGradient && RecordsGradients,
    });

    /// <summary>A value from outside whose gradient is wanted in memory of the caller.</summary>
    /// <param name="value">Numbers, shape [rows, cols].</param>
    /// <param name="gradient">Same shape, any contents; <see cref="Backward"/> overwrites all of it, with zeros where the loss does not depend on it.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Tensor Input(MatrixView value, MatrixView gradient)
    {
        if (value.Rows != gradient.Rows || value.Cols != gradient.Cols) Throw.ShapesDiffer(value, gradient);
        Tensor input = Input(value, needsGradient: true);
        if (RecordsGradients) NodeAt(input.Node).Gradient = gradient;
        return input;
    }

    /// <summary>A parameter as a tensor. The same tensor each time until <see cref="Reset"/>.</summary>
    /// <param name="parameter">Its value must not change before <see cref="Backward"/>.</param>
    public Tensor Use(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        foreach (int known in _parameterNodes)
            if (_nodes[known].Parameter == parameter) return new Tensor(this, known, Generation);
        bool differentiates = RecordsGradients && DifferentiatesParameters;
        _parameterNodes.Add(_count);
        return Append(new Node
        {
            Shape = parameter.Shape,
            Value = parameter.Value,
            Gradient = differentiates ? parameter.Gradient : default,
            Parameter = parameter,
            NeedsGradient = differentiates,
        });
    }

    /// <summary>A constant in the arena, for the caller to fill through <see cref="Tensor.Value"/>; contents are unspecified.</summary>
    public Tensor New(Shape shape) => Append(new Node { Shape = shape, Value = AllocateMatrix(shape.Rows, shape.Cols) });

    /// <summary>The columns [<paramref name="first"/>, <paramref name="first"/> + <paramref name="count"/>) of <paramref name="x"/>: a view
    /// that shares its memory, value and gradient, and costs nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The columns are not all inside.</exception>
    public Tensor Columns(Tensor x, int first, int count) => View(x, first, new Shape(x.Rows, count));

    /// <summary>The columns from <paramref name="first"/> on as <paramref name="fields"/> vectors of <paramref name="width"/>: a view, as <see cref="Columns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The columns are not all inside.</exception>
    public Tensor FieldsView(Tensor x, int first, int fields, int width) => View(x, first, new Shape(x.Rows, fields, width));

    /// <summary>An operator object to record with; from the pool, so its fields hold leftovers.</summary>
    public TOperator Rent<TOperator>() where TOperator : Operator, new()
    {
        TOperator op = _pool.Rent<TOperator>();
        op.Tape = this;
        return op;
    }

    /// <summary>Notes down a computation and gives memory for its result, contents unspecified; the operator fills it.</summary>
    /// <param name="op">The computation, from <see cref="Rent{TOperator}"/>.</param>
    /// <param name="shape">Size of the result.</param>
    /// <param name="inputs">Everything a gradient may flow back to.</param>
    /// <returns>The result; it needs a gradient if one of the inputs does.</returns>
    /// <exception cref="ArgumentException">An input lives on another tape.</exception>
    public Tensor Record(Operator op, Shape shape, params ReadOnlySpan<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(op);
        bool needsGradient = false;
        foreach (Tensor input in inputs)
        {
            if (input.Tape != this) Throw.OtherTape();
            needsGradient |= NodeAt(input.Node).NeedsGradient;
        }
        op.Result = Append(new Node
        {
            Shape = shape,
            Value = AllocateMatrix(shape.Rows, shape.Cols),
            Operator = op,
            NeedsGradient = needsGradient,
        });
        return op.Result;
    }

    /// <summary>A stream of random numbers that no other call since <see cref="Reset"/> got.</summary>
    internal RandomStream NextStream() => Random.Fork(_forks++);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref Node NodeAt(int index) => ref _nodes[index];

    private Tensor View(Tensor x, int first, Shape shape)
    {
        if (x.Tape != this) Throw.OtherTape();
        Node parent = NodeAt(x.Node);
        MatrixView value = parent.Value.Columns(first, shape.Cols);
        Tensor view = Append(new Node { Shape = shape, Value = value, NeedsGradient = parent.NeedsGradient });
        ref Node node = ref NodeAt(view.Node);
        node.Root = parent.Root;
        node.FirstColumn = parent.FirstColumn + first;
        return view;
    }

    private Tensor Append(in Node node)
    {
        if (_count == _nodes.Length) Array.Resize(ref _nodes, 2 * _count);
        _nodes[_count] = node;
        _nodes[_count].Root = _count;
        return new Tensor(this, _count++, Generation);
    }
}
