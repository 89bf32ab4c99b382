namespace Winnow.Numerics;

/// <summary>A handle on one value of a <see cref="Numerics.Tape"/>: a float32 matrix and, after <see cref="Tape.Backward"/>, the gradient of the
/// loss with respect to it. The default value is no tensor.</summary>
/// <remarks>Valid until the tape is reset; a later use throws. Sixteen bytes, passed by value.</remarks>
public readonly struct Tensor : IEquatable<Tensor>
{
    private readonly Tape? _tape;
    private readonly int _generation;

    internal Tensor(Tape tape, int node, int generation)
    {
        _tape = tape;
        Node = node;
        _generation = generation;
    }

    /// <summary>The tape this tensor lives on.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, or the tape was reset since.</exception>
    public Tape Tape
    {
        get
        {
            if (_tape is null) Throw.TensorIsDefault();
            if (_tape.Generation != _generation) Throw.TensorIsStale();
            return _tape;
        }
    }

    /// <summary>Whether this is a tensor of a tape that was not reset since.</summary>
    public bool IsValid => _tape is not null && _tape.Generation == _generation;

    /// <summary>Its size.</summary>
    public Shape Shape => Tape.NodeAt(Node).Shape;

    /// <summary>Rows of the matrix.</summary>
    public int Rows => Shape.Rows;

    /// <summary>Columns of the matrix.</summary>
    public int Cols => Shape.Cols;

    /// <summary>The numbers; rows may lie further apart than <see cref="Cols"/>.</summary>
    public MatrixView Value => Tape.NodeAt(Node).Value;

    /// <summary>Whether <see cref="Tape.Backward"/> brings a gradient here: it depends on a parameter or on an input that asked for one.</summary>
    public bool NeedsGradient => Tape.NodeAt(Node).NeedsGradient;

    /// <summary>∂loss/∂this, after <see cref="Tape.Backward"/>; zero if the loss does not depend on it.</summary>
    /// <exception cref="InvalidOperationException">This tensor needs no gradient.</exception>
    public MatrixView Gradient => Tape.FinishedGradient(this);

    /// <summary>The only number of a 1 × 1 tensor.</summary>
    /// <exception cref="InvalidOperationException">There is more than one.</exception>
    public float Scalar
    {
        get
        {
            if (Shape.Count != 1) Throw.NotScalar(Shape);
            return Value[0, 0];
        }
    }

    /// <summary>The first row with a NaN or an infinity, or −1 if all numbers are finite. One pass over the memory.</summary>
    public int FirstNonFiniteRow => NonFinite.FirstRow(Value);

    internal int Node { get; }

    /// <summary>Element-wise sum, broadcasting rows and columns; see <see cref="Tape.Add"/>.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => left.Tape.Add(left, right);

    /// <summary>Element-wise difference, broadcasting rows and columns; see <see cref="Tape.Subtract"/>.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => left.Tape.Subtract(left, right);

    /// <summary>Element-wise product, broadcasting rows and columns; see <see cref="Tape.Multiply"/>.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => left.Tape.Multiply(left, right);

    /// <summary>Every element plus a constant.</summary>
    public static Tensor operator +(Tensor left, float right) => left.Tape.Affine(left, 1, right);

    /// <summary>Every element minus a constant.</summary>
    public static Tensor operator -(Tensor left, float right) => left.Tape.Affine(left, 1, -right);

    /// <summary>A constant minus every element.</summary>
    public static Tensor operator -(float left, Tensor right) => right.Tape.Affine(right, -1, left);

    /// <summary>Every element times a constant.</summary>
    public static Tensor operator *(Tensor left, float right) => left.Tape.Scale(left, right);

    /// <summary>Every element times a constant.</summary>
    public static Tensor operator *(float left, Tensor right) => right.Tape.Scale(right, left);

    /// <summary>Every element with its sign changed.</summary>
    public static Tensor operator -(Tensor value) => value.Tape.Scale(value, -1);

    /// <summary>Whether both are the same value of the same tape.</summary>
    public static bool operator ==(Tensor left, Tensor right) => left.Equals(right);

    /// <summary>Whether they are different values.</summary>
    public static bool operator !=(Tensor left, Tensor right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Tensor other) => _tape == other._tape && Node == other.Node && _generation == other._generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Node, _generation);
}
