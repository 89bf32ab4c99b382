using System.Numerics;
using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Adam on all rows of a table of which a step touches few: what a row owes is paid when it is next looked at.</summary>
/// <remarks>
/// Adam as Keras runs it moves every row in every step, also those without a gradient, because their first moments are not yet zero:
/// m ← β₁m, v ← β₂v, w ← w − η_t m / (√v + ε) with η_t = η √(1 − β₂ᵗ) / (1 − β₁ᵗ). Over n steps without a gradient that is
/// w − m / (√v + ε) · Σₖ η_{t+k} (β₁/√β₂)ᵏ, k = 1 … n, one number for a whole row; terms beyond 250 are below 10⁻¹¹ of the first and left out.
/// Equal to the dense update but for ε, which is 10⁻⁸ here and there multiplied by β₂^(k/2).
/// </remarks>
internal sealed unsafe class DeferredAdamRows
{
    private const double Beta1 = 0.9, Beta2 = 0.999;
    private const float Epsilon = 1e-8f;
    private const int Terms = 250, Remembered = 256, ChunkRows = 32;

    private static readonly double[] s_ratios = Powers(Beta1 / Math.Sqrt(Beta2), Terms + 1);
    private static readonly double[] s_decays1 = Powers(Beta1, 1024), s_decays2 = Powers(Beta2, 1024);

    private readonly PinnedMatrix _first, _second;
    private readonly int[] _paidUntil;
    private readonly double[] _rates = new double[Remembered];
    private readonly double _rate;
    private int _step;

    public DeferredAdamRows(PinnedMatrix values, double rate)
    {
        (Values, _rate) = (values, rate);
        (_first, _second) = (new PinnedMatrix(values.Rows, values.Cols), new PinnedMatrix(values.Rows, values.Cols));
        _paidUntil = new int[values.Rows];
    }

    /// <summary>The rows; up to date after <see cref="Settle"/>.</summary>
    public PinnedMatrix Values { get; }

    /// <summary>Copies rows as they are before the next step.</summary>
    public void Pull(ReadOnlySpan<int> rows, MatrixView block, WorkerTeam team) => Run(rows, block, Work.Pull, team);

    /// <summary>Makes a step; rows that are not named have no gradient.</summary>
    public void Push(ReadOnlySpan<int> rows, MatrixView gradients, WorkerTeam team)
    {
        _step++;
        _rates[_step % Remembered] = _rate * Math.Sqrt(1 - Math.Pow(Beta2, _step)) / (1 - Math.Pow(Beta1, _step));
        Run(rows, gradients, Work.Push, team);
    }

    /// <summary>Brings all rows up to date.</summary>
    public void Settle(WorkerTeam team)
    {
        Job job = new() { Table = this, Count = Values.Rows, Work = Work.Settle };
        team.Run(ref job, (job.Count + ChunkRows - 1) / ChunkRows);
    }

    private void Run(ReadOnlySpan<int> rows, MatrixView block, Work work, WorkerTeam team)
    {
        fixed (int* first = rows)
        {
            Job job = new() { Table = this, Rows = first, Count = rows.Length, Block = block, Work = work };
            team.Run(ref job, (rows.Length + ChunkRows - 1) / ChunkRows);
        }
    }

    private void Pay(int row)
    {
        int owed = _step - _paidUntil[row];
        if (owed == 0) return;
        double factor = 0;
        // Rates older than remembered ones belong to steps whose successors differ from them by less than a rounding.
        for (int k = 1, oldest = _step - Remembered + 1; k <= Math.Min(owed, Terms); k++)
            factor += s_ratios[k] * _rates[(uint)Math.Max(_paidUntil[row] + k, oldest) % Remembered];
        double decay1 = owed < s_decays1.Length ? s_decays1[owed] : 0, decay2 = owed < s_decays2.Length ? s_decays2[owed] : Math.Pow(Beta2, owed);
        _paidUntil[row] = _step;
        Decay(Values.RowPointer(row), _first.RowPointer(row), _second.RowPointer(row), Values.Cols, (float)factor, (float)decay1, (float)decay2);
    }

    private static double[] Powers(double x, int count) => [.. Enumerable.Range(0, count).Select(k => Math.Pow(x, k))];

    private static void Decay(float* value, float* first, float* second, int n, float factor, float decay1, float decay2)
    {
        Vector<float> epsilon = new(Epsilon);
        int d = 0;
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count)
        {
            Vector<float> m = Vector.Load(first + d), v = Vector.Load(second + d);
            Vector.Store(Vector.Load(value + d) - m * factor / (Vector.SquareRoot(v) + epsilon), value + d);
            Vector.Store(m * decay1, first + d);
            Vector.Store(v * decay2, second + d);
        }
        for (; d < n; d++)
        {
            value[d] -= first[d] * factor / (MathF.Sqrt(second[d]) + Epsilon);
            first[d] *= decay1;
            second[d] *= decay2;
        }
    }

    private void Update(int row, float* gradient)
    {
        float* value = Values.RowPointer(row), first = _first.RowPointer(row), second = _second.RowPointer(row);
        float rate = (float)_rates[_step % Remembered], beta1 = (float)Beta1, beta2 = (float)Beta2;
        Vector<float> epsilon = new(Epsilon);
        int d = 0, n = Values.Cols;
        for (; d <= n - Vector<float>.Count; d += Vector<float>.Count)
        {
            Vector<float> g = Vector.Load(gradient + d);
            Vector<float> m = Vector.Load(first + d) * beta1 + g * (1 - beta1), v = Vector.Load(second + d) * beta2 + g * g * (1 - beta2);
            Vector.Store(m, first + d);
            Vector.Store(v, second + d);
            Vector.Store(Vector.Load(value + d) - m * rate / (Vector.SquareRoot(v) + epsilon), value + d);
        }
        for (; d < n; d++)
        {
            first[d] = first[d] * beta1 + gradient[d] * (1 - beta1);
            second[d] = second[d] * beta2 + gradient[d] * gradient[d] * (1 - beta2);
            value[d] -= first[d] * rate / (MathF.Sqrt(second[d]) + Epsilon);
        }
        _paidUntil[row] = _step;
    }

    private enum Work
    {
        Pull,
        Push,
        Settle,
    }

    private struct Job : IParallelJob
    {
        public DeferredAdamRows Table;
        public int* Rows;
        public int Count;
        public MatrixView Block;
        public Work Work;

        public readonly void Run(int chunk)
        {
            for (int i = chunk * ChunkRows; i < Math.Min(Count, (chunk + 1) * ChunkRows); i++)
            {
                if (Work == Work.Push)
                {
                    Table.Update(Rows[i], Block.RowPointer(i));     // paid up by the pull before
                    continue;
                }
                int row = Work == Work.Settle ? i : Rows[i];
                Table.Pay(row);
                if (Work == Work.Pull) Table.Values.Row(row).CopyTo(Block.Row(i));
            }
        }
    }
}
