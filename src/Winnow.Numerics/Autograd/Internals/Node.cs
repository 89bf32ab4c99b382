namespace Winnow.Numerics;

/// <summary>What the tape knows about one tensor.</summary>
internal struct Node
{
    public Shape Shape;
    public MatrixView Value;
    public MatrixView Gradient;         // roots only; Data is null until somebody asks
    public Operator? Operator;          // null for inputs, parameters and views
    public Parameter? Parameter;
    public int Root;                    // the node whose memory this one uses: itself, unless it is a view
    public int FirstColumn;             // of a view, in its root
    public int WrittenFrom;             // columns [WrittenFrom, WrittenTo) of a root's gradient hold sums, the others nothing yet
    public int WrittenTo;
    public bool NeedsGradient;

    public readonly bool IsGradientWritten => WrittenTo > WrittenFrom;
}
