namespace Winnow.Numerics;

public sealed partial class Tape
{
    /// <summary>Mean squared error of predictions.</summary>
    /// <param name="predictions">x, shape [n, 1], n at least 1.</param>
    /// <param name="labels">y, n numbers.</param>
    /// <param name="weights">w, n numbers not below 0 with a positive sum, or empty for all 1.</param>
    /// <returns>Shape [1, 1]: Σ wᵢ (xᵢ − yᵢ)² / Σ wᵢ.</returns>
    /// <exception cref="ArgumentException">The predictions are not one column of at least one row, or labels or weights are not n numbers.</exception>
    public Tensor SquaredError(Tensor predictions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default)
    {
        if (predictions.Cols != 1 || predictions.Rows == 0) Throw.OperandCols("Predictions of at least one example", 1, predictions.Shape);
        if (labels.Length != predictions.Rows) Throw.RowsDiffer(predictions.Rows, labels.Length);
        if (!weights.IsEmpty && weights.Length != predictions.Rows) Throw.RowsDiffer(predictions.Rows, weights.Length);
        return Rent<SquaredErrorOperator>().Forward(predictions, labels, weights);
    }
}

internal sealed class SquaredErrorOperator : Operator
{
    private Tensor _predictions;
    private MatrixView _slopes;

    public Tensor Forward(Tensor predictions, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights)
    {
        _predictions = predictions;
        Tensor loss = Tape.Record(this, new Shape(1, 1), predictions);
        _slopes = Tape.AllocateMatrix(predictions.Rows, 1);
        double total = weights.IsEmpty ? predictions.Rows : LossTerms.Sum(weights), sum = 0;
        MatrixView x = predictions.Value;
        for (int r = 0; r < x.Rows; r++)
        {
            double error = (double)x[r, 0] - labels[r], weight = weights.IsEmpty ? 1 : weights[r];
            sum += weight * error * error;
            _slopes[r, 0] = (float)(2 * weight * error / total);
        }
        loss.Value[0, 0] = (float)(sum / total);
        return loss;
    }

    public override void Backward()
    {
        MatrixView target = Tape.GradientToWrite(_predictions, out bool add);
        float upstream = ResultGradient[0, 0];
        for (int r = 0; r < target.Rows; r++) target[r, 0] = (add ? target[r, 0] : 0) + upstream * _slopes[r, 0];
    }
}
