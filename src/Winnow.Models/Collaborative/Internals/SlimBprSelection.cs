using Winnow.Numerics;

namespace Winnow.Models;

/// <summary>Turns the dense S of <see cref="SlimBprSteps"/> into the sparse weights of scoring: history item × scored item.</summary>
internal static class SlimBprSelection
{
    private const int ChunkRows = 32;

    public static CsrMatrix Of(SlimBprSteps steps, SlimBprOptions options, WorkerTeam team)
    {
        Job job = new()
        {
            Steps = steps,
            TopK = options.TopK,
            ZerosCompete = options.Symmetric,
            Columns = new int[steps.Items][],
            Values = new float[steps.Items][],
        };
        team.Run(ref job, (steps.Items + ChunkRows - 1) / ChunkRows);
        CsrMatrix rows = Joined(job.Columns, job.Values, steps.Items);
        if (!options.StudyOrientation) return rows.Transpose();
        for (int item = 0; item < steps.Items; item++) (job.Columns[item], job.Values[item]) = ([], []);
        return LargestOfRows(rows.Transpose(), options.TopK).Transpose();
    }

    private static CsrMatrix LargestOfRows(CsrMatrix matrix, int topK)
    {
        int[][] columns = new int[matrix.Rows][];
        float[][] values = new float[matrix.Rows][];
        for (int row = 0; row < matrix.Rows; row++) (columns[row], values[row]) = Largest(matrix.Row(row), matrix.RowValues(row), topK);
        return Joined(columns, values, matrix.Cols);
    }

    private static CsrMatrix Joined(int[][] columns, float[][] values, int cols)
    {
        int[] starts = new int[columns.Length + 1];
        for (int row = 0; row < columns.Length; row++) starts[row + 1] = checked(starts[row] + columns[row].Length);
        int[] allColumns = new int[starts[^1]];
        float[] allValues = new float[starts[^1]];
        for (int row = 0; row < columns.Length; row++)
        {
            columns[row].CopyTo(allColumns, starts[row]);
            values[row].CopyTo(allValues, starts[row]);
        }
        return new CsrMatrix(columns.Length, cols, starts, allColumns, allValues);
    }

    /// <summary>The K largest values and their columns; of equal ones at the border the first columns.</summary>
    private static (int[] Columns, float[] Values) Largest(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, int k)
    {
        if (columns.Length <= k) return (columns.ToArray(), values.ToArray());
        float border = KthLargest(values.ToArray(), k);
        int above = 0;
        foreach (float value in values)
            if (value > border) above++;
        List<int> kept = new(k);
        int ties = k - above;
        for (int i = 0; i < values.Length; i++)
            if (values[i] > border || (values[i] == border && ties-- > 0)) kept.Add(i);
        int[] keptColumns = new int[kept.Count];
        float[] keptValues = new float[kept.Count];
        for (int i = 0; i < kept.Count; i++) (keptColumns[i], keptValues[i]) = (columns[kept[i]], values[kept[i]]);
        return (keptColumns, keptValues);
    }

    /// <summary>Hoare's selection; reorders its argument.</summary>
    private static float KthLargest(Span<float> values, int k)
    {
        int first = 0, last = values.Length - 1, wanted = k - 1;
        while (first < last)
        {
            float pivot = values[(first + last) / 2];
            int i = first, j = last;
            while (i <= j)
            {
                while (values[i] > pivot) i++;
                while (values[j] < pivot) j--;
                if (i > j) break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }
            if (wanted <= j) last = j;
            else if (wanted >= i) first = i;
            else break;
        }
        return values[wanted];
    }

    private struct Job : IParallelJob
    {
        public SlimBprSteps Steps;
        public int TopK;
        public bool ZerosCompete;
        public int[][] Columns;
        public float[][] Values;

        public readonly void Run(int chunk)
        {
            float[] byRank = new float[Steps.Items], values = new float[Steps.Items];
            int[] columns = new int[Steps.Items];
            for (int item = chunk * ChunkRows; item < Math.Min(Steps.Items, (chunk + 1) * ChunkRows); item++)
            {
                Steps.CopyRow(Steps.RankOf[item], byRank);
                int count = 0;
                for (int other = 0; other < values.Length; other++)
                {
                    float value = byRank[Steps.RankOf[other]];
                    if (value == 0 && !ZerosCompete) continue;
                    (columns[count], values[count++]) = (other, value);
                }
                (int[] kept, float[] keptValues) = Largest(columns.AsSpan(0, count), values.AsSpan(0, count), TopK);
                (Columns[item], Values[item]) = WithoutZeros(kept, keptValues);
            }
        }

        private static (int[], float[]) WithoutZeros(int[] columns, float[] values)
        {
            int count = 0;
            for (int i = 0; i < values.Length; i++)
                if (values[i] != 0) (columns[count], values[count++]) = (columns[i], values[i]);
            return (columns[..count], values[..count]);
        }
    }
}
