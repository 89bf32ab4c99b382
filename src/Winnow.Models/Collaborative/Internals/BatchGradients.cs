using System.Numerics;

namespace Winnow.Models;

/// <summary>The gradients of those rows of a matrix that a batch touches, and the rule that applies them.</summary>
internal sealed unsafe class BatchGradients
{
    private const float Epsilon = 1e-8f, Beta1 = 0.9f, Beta2 = 0.999f;

    private readonly PinnedMatrix _values, _gradients;
    private readonly PinnedMatrix? _first, _second;
    private readonly PairwiseRule _rule;
    private readonly float _rate, _scale;
    private readonly int[] _rows, _slotOf;
    private int _count;

    public BatchGradients(PinnedMatrix values, BprMfOptions options, int mostRows)
    {
        (_values, _rule) = (values, options.Rule);
        (_rate, _scale) = ((float)options.LearningRate, 1f / options.BatchSize);
        mostRows = Math.Min(mostRows, values.Rows);
        _gradients = new PinnedMatrix(mostRows, values.Cols);
        if (_rule == PairwiseRule.Adam) _first = new PinnedMatrix(values.Rows, values.Cols);
        if (_rule != PairwiseRule.Sgd) _second = new PinnedMatrix(values.Rows, values.Cols);
        _rows = new int[mostRows];
        _slotOf = new int[values.Rows];
        Array.Fill(_slotOf, -1);
    }

    /// <summary>Forgets the batch.</summary>
    public void Clear()
    {
        for (int slot = 0; slot < _count; slot++) _slotOf[_rows[slot]] = -1;
        _count = 0;
    }

    /// <summary>The gradient of a row, zeros if it is new to the batch.</summary>
    public float* Add(int row)
    {
        int slot = _slotOf[row];
        if (slot >= 0) return _gradients.RowPointer(slot);
        (_slotOf[row], _rows[_count]) = (_count, row);
        _gradients.Row(_count).Clear();
        return _gradients.RowPointer(_count++);
    }

    /// <summary>Steps along the mean gradient of the batch.</summary>
    /// <param name="number">Number of the batch, from 1: the t of Adam.</param>
    public void Step(long number)
    {
        float unbias1 = (float)(1 / (1 - Math.Pow(Beta1, number))), unbias2 = (float)(1 / (1 - Math.Pow(Beta2, number)));
        for (int slot = 0; slot < _count; slot++)
        {
            int row = _rows[slot];
            float* value = _values.RowPointer(row), gradient = _gradients.RowPointer(slot);
            if (_rule == PairwiseRule.Sgd) Sgd(value, gradient);
            else if (_rule == PairwiseRule.Adagrad) Adagrad(value, gradient, _second!.RowPointer(row));
            else Adam(value, gradient, _first!.RowPointer(row), _second!.RowPointer(row), unbias1, unbias2);
        }
    }

    private void Sgd(float* value, float* gradient)
    {
        int d = 0, n = _values.Cols;
        float rate = _rate * _scale;
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count) Vector.Store(Vector.Load(value + d) + Vector.Load(gradient + d) * rate, value + d);
        for (; d < n; d++) value[d] += gradient[d] * rate;
    }

    private void Adagrad(float* value, float* gradient, float* squares)
    {
        int d = 0, n = _values.Cols;
        Vector<float> epsilon = new(Epsilon);
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count)
        {
            Vector<float> g = Vector.Load(gradient + d) * _scale, sum = Vector.Load(squares + d) + g * g;
            Vector.Store(sum, squares + d);
            Vector.Store(Vector.Load(value + d) + g * _rate / (Vector.SquareRoot(sum) + epsilon), value + d);
        }
        for (; d < n; d++)
        {
            float g = gradient[d] * _scale;
            squares[d] += g * g;
            value[d] += g * _rate / (MathF.Sqrt(squares[d]) + Epsilon);
        }
    }

    private void Adam(float* value, float* gradient, float* first, float* second, float unbias1, float unbias2)
    {
        int d = 0, n = _values.Cols;
        Vector<float> epsilon = new(Epsilon);
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count)
        {
            Vector<float> g = Vector.Load(gradient + d) * _scale;
            Vector<float> m = Vector.Load(first + d) * Beta1 + g * (1 - Beta1), v = Vector.Load(second + d) * Beta2 + g * g * (1 - Beta2);
            Vector.Store(m, first + d);
            Vector.Store(v, second + d);
            Vector.Store(Vector.Load(value + d) + m * (_rate * unbias1) / (Vector.SquareRoot(v * unbias2) + epsilon), value + d);
        }
        for (; d < n; d++)
        {
            float g = gradient[d] * _scale;
            first[d] = first[d] * Beta1 + g * (1 - Beta1);
            second[d] = second[d] * Beta2 + g * g * (1 - Beta2);
            value[d] += first[d] * _rate * unbias1 / (MathF.Sqrt(second[d] * unbias2) + Epsilon);
        }
    }
}
