namespace Winnow.Numerics;

public sealed unsafe partial class Tape
{
    /// <summary>Fills the gradients of all inputs and parameters the loss depends on.</summary>
    /// <param name="loss">A 1 × 1 tensor of this tape.</param>
    /// <remarks>Gradients of parameters and inputs add up over several calls; those of parameters until an optimiser has used them.
    /// Gradients of intermediate tensors start anew with each call.</remarks>
    /// <exception cref="InvalidOperationException">The loss is not a single number, or depends on nothing that needs a gradient.</exception>
    public void Backward(Tensor loss)
    {
        if (loss.Tape != this) Throw.OtherTape();
        if (loss.Shape.Count != 1) Throw.NotScalar(loss.Shape);
        if (!loss.NeedsGradient) Throw.NothingToDifferentiate();
        BeginGradients();
        MatrixView seed = GradientToWrite(loss, out bool accumulate);
        seed[0, 0] = accumulate ? seed[0, 0] + 1 : 1;
        for (int i = loss.Node; i >= 0; i--)
            if (_nodes[i].Operator is { } op && _nodes[i].IsGradientWritten) op.Backward();
        EndGradients();
    }

    /// <summary>The gradient of <paramref name="x"/> for an operator to write its share to.</summary>
    /// <param name="x">An input of the operator with <see cref="Tensor.NeedsGradient"/>.</param>
    /// <param name="accumulate">True: add to what is there. False: nothing is there yet, overwrite every element.</param>
    /// <returns>Memory of the shape of <paramref name="x"/>. The caller must write all of it before it asks for another gradient.</returns>
    /// <remarks>This is why gradients are never cleared beforehand: the first writer assigns, the others add.</remarks>
    /// <exception cref="InvalidOperationException"><paramref name="x"/> needs no gradient.</exception>
    public MatrixView GradientToWrite(Tensor x, out bool accumulate)
    {
        if (x.Tape != this) Throw.OtherTape();
        ref Node node = ref NodeAt(x.Node);
        if (!node.NeedsGradient) Throw.NeedsNoGradient();
        ref Node root = ref NodeAt(node.Root);
        EnsureGradient(ref root);
        int from = node.FirstColumn, to = from + node.Shape.Cols;
        accumulate = !TryClaim(ref root, from, to);
        return root.Gradient.Columns(from, to - from);
    }

    internal MatrixView FinishedGradient(Tensor x)
    {
        ref Node node = ref NodeAt(x.Node);
        if (!node.NeedsGradient) Throw.NeedsNoGradient();
        ref Node root = ref NodeAt(node.Root);
        EnsureGradient(ref root);
        ClearUnwritten(ref root);
        return root.Gradient.Columns(node.FirstColumn, node.Shape.Cols);
    }

    private void BeginGradients()
    {
        for (int i = 0; i < _count; i++)
        {
            ref Node node = ref _nodes[i];
            if (node.Operator is not null) node.WrittenFrom = node.WrittenTo = 0;
            if (node.Parameter is { } parameter)
                (node.WrittenFrom, node.WrittenTo) = (0, parameter.HasGradient ? node.Shape.Cols : 0);
        }
    }

    private void EndGradients()
    {
        for (int i = 0; i < _count; i++)
        {
            ref Node node = ref _nodes[i];
            bool isLeaf = node.Operator is null && node.Root == i && node.NeedsGradient;
            if (!isLeaf || node.Gradient.Data is null) continue;
            if (node.Parameter is { } parameter)
            {
                if (!node.IsGradientWritten) continue;
                parameter.HasGradient = true;
            }
            ClearUnwritten(ref node);
        }
    }

    private void EnsureGradient(ref Node root)
    {
        if (root.Gradient.Data is null && root.Shape.Count > 0) root.Gradient = AllocateMatrix(root.Shape.Rows, root.Shape.Cols);
    }

    /// <summary>True if the columns [from, to) are still unwritten; then they are the caller's to assign.</summary>
    private static bool TryClaim(ref Node root, int from, int to)
    {
        if (!root.IsGradientWritten) (root.WrittenFrom, root.WrittenTo) = (from, to);
        else if (to == root.WrittenFrom) root.WrittenFrom = from;
        else if (from == root.WrittenTo) root.WrittenTo = to;
        else
        {
            bool inside = from >= root.WrittenFrom && to <= root.WrittenTo;
            if (!inside) ClearUnwritten(ref root);
            return false;
        }
        return true;
    }

    private static void ClearUnwritten(ref Node root)
    {
        int cols = root.Shape.Cols;
        if (!root.IsGradientWritten) root.WrittenFrom = root.WrittenTo = 0;
        if (root.WrittenFrom > 0) root.Gradient.Columns(0, root.WrittenFrom).Clear();
        if (root.WrittenTo < cols) root.Gradient.Columns(root.WrittenTo, cols - root.WrittenTo).Clear();
        (root.WrittenFrom, root.WrittenTo) = (0, cols);
    }
}
