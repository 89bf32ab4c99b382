namespace Winnow.Numerics.Tests;

/// <summary>A random batch: which distinct embedding rows stand in which cells, in the form operators take and as plain lists.</summary>
internal sealed unsafe class GatherFixture
{
    private readonly List<(int Distinct, float Factor)>[] _cells;

    public GatherFixture(Tape tape, int rows, int fields, int distinct, Random rng, bool jagged, bool weighted = false, bool averaged = false)
    {
        List<int> positions = [], offsets = [0];
        List<float> weights = [];
        _cells = new List<(int, float)>[rows * fields];
        for (int cell = 0; cell < _cells.Length; cell++)
        {
            int keys = jagged ? rng.Next(4) : 1;
            _cells[cell] = [];
            for (int i = 0; i < keys; i++)
            {
                int row = rng.Next(8) == 0 ? -1 : rng.Next(distinct);
                float weight = weighted ? 0.25f + rng.Next(8) / 8f : 1;
                positions.Add(row);
                weights.Add(weight);
                if (row >= 0) _cells[cell].Add((row, averaged && cell % fields != 0 ? weight / keys : weight));
            }
            offsets.Add(positions.Count);
        }
        List<int> distinctOffsets = [0], occurrences = [];
        for (int row = 0; row < distinct; row++)
        {
            for (int p = 0; p < positions.Count; p++)
                if (positions[p] == row) occurrences.Add(p);
            distinctOffsets.Add(occurrences.Count);
        }
        Gather = new EmbeddingGather
        {
            Rows = rows,
            Fields = fields,
            Positions = positions.Count,
            PositionToDistinct = Copy(tape, positions),
            Distinct = distinct,
            DistinctOffsets = Copy(tape, distinctOffsets),
            Occurrences = Copy(tape, occurrences),
        };
        if (!jagged) return;
        bool* averages = Copy(tape, [.. Enumerable.Range(0, fields).Select(f => f != 0)]);
        Gather = Gather.Pooled(tape, Copy(tape, offsets), weighted ? Copy(tape, weights) : null, averaged ? averages : null);
    }

    public EmbeddingGather Gather { get; }

    /// <summary>The pooled value of one column in one cell.</summary>
    public double Pool(Matrix block, int cell, int column) => _cells[cell].Sum(k => k.Factor * block[k.Distinct, column]);

    private static T* Copy<T>(Tape tape, List<T> values) where T : unmanaged
    {
        T* copy = tape.Allocate<T>(values.Count);
        for (int i = 0; i < values.Count; i++) copy[i] = values[i];
        return copy;
    }
}
