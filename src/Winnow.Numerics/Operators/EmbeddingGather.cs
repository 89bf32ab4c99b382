namespace Winnow.Numerics;

/// <summary>How the cells (example, field) of a batch are put together from the distinct embedding rows pulled for it.</summary>
/// <remarks>
/// A batch is a row-major list of positions: example by example, field by field, key by key. Position p shows row
/// <see cref="PositionToDistinct"/>[p] of the pulled block. All memory belongs to the caller and must stay as it is until the tape is reset.
/// </remarks>
public readonly unsafe struct EmbeddingGather
{
    /// <summary>Examples.</summary>
    public required int Rows { get; init; }

    /// <summary>Fields of an example.</summary>
    public required int Fields { get; init; }

    /// <summary>Number of positions; rows × fields if each cell holds exactly one key.</summary>
    public required int Positions { get; init; }

    /// <summary>Row of the block for each position, or −1 for no key, which counts as a vector of zeros. [positions]</summary>
    public required int* PositionToDistinct { get; init; }

    /// <summary>Rows of the block.</summary>
    public required int Distinct { get; init; }

    /// <summary>Where the positions of each distinct row begin in <see cref="Occurrences"/>. [distinct + 1]</summary>
    public required int* DistinctOffsets { get; init; }

    /// <summary>The positions of each distinct row, ascending. [positions that have a key]</summary>
    public required int* Occurrences { get; init; }

    /// <summary>First position of each cell, or null if each cell holds exactly one key. [rows × fields + 1]</summary>
    public int* Offsets { get; init; }

    /// <summary>The cell of each position; null exactly if <see cref="Offsets"/> is. [positions]</summary>
    public int* Cells { get; init; }

    /// <summary>What the vector of each position is multiplied by before the sum over its cell, or null for 1. [positions]</summary>
    public float* Factors { get; init; }

    /// <summary>The gather of a jagged batch: fills <see cref="Cells"/> and, where needed, <see cref="Factors"/> in the memory of the tape.</summary>
    /// <param name="tape">The tape the gather will be used on.</param>
    /// <param name="offsets">See <see cref="Offsets"/>.</param>
    /// <param name="keyWeights">A weight for each position, or null for 1.</param>
    /// <param name="averaged">For each field whether its cells are divided by their number of positions; null if none is.</param>
    public EmbeddingGather Pooled(Tape tape, int* offsets, float* keyWeights, bool* averaged)
    {
        ArgumentNullException.ThrowIfNull(tape);
        bool hasFactors = keyWeights is not null || averaged is not null;
        int* cells = tape.Allocate<int>(Positions);
        float* factors = hasFactors ? tape.Allocate<float>(Positions) : null;
        tape.ForRows(Rows, 2 * (Positions / Math.Max(1, Rows) + Fields), new PoolKernel
        {
            Fields = Fields, Offsets = offsets, KeyWeights = keyWeights, Averaged = averaged, Cells = cells, Factors = factors,
        });
        return this with { Offsets = offsets, Cells = cells, Factors = factors };
    }

    /// <summary>The first position of an example.</summary>
    internal int FirstPosition(int row) => Offsets is null ? row * Fields : Offsets[row * Fields];

    /// <summary>The cell of a position.</summary>
    internal int CellOf(int position) => Cells is null ? position : Cells[position];

    /// <summary>The weight of a position.</summary>
    internal float FactorOf(int position) => Factors is null ? 1 : Factors[position];

    private struct PoolKernel : IRowKernel
    {
        public int Fields;
        public int* Offsets;
        public float* KeyWeights;
        public bool* Averaged;
        public int* Cells;
        public float* Factors;

        public readonly void Run(int chunk, int first, int end)
        {
            for (int cell = first * Fields; cell < end * Fields; cell++)
            {
                int from = Offsets[cell], to = Offsets[cell + 1];
                float scale = Averaged is not null && Averaged[cell % Fields] ? 1f / (to - from) : 1;
                for (int p = from; p < to; p++)
                {
                    Cells[p] = cell;
                    if (Factors is not null) Factors[p] = KeyWeights is null ? scale : scale * KeyWeights[p];
                }
            }
        }
    }
}
