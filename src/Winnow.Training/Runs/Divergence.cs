using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Models;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;

namespace Winnow.Training;

/// <summary>Finds where a loss that is not finite came from: stored rows, layers, or the batch itself.</summary>
internal static class Divergence
{
    /// <summary>A clause that names the place.</summary>
    /// <param name="live">The model, before the step is taken back.</param>
    /// <param name="batch">The batch of the step.</param>
    /// <param name="row">The first row of the batch with a logit that is not finite, or −1.</param>
    /// <param name="loss">The loss.</param>
    public static string Find(LiveModel live, Batch batch, int row, float loss) => $"the loss is {loss}; " + (
        InTables(live) ?? InParameters(live.Model)
        ?? (row < 0 ? "all logits are finite, so row weights may be all zero or not finite" : InRow(live, batch, row)));

    /// <summary>A clause that names the place, for a step whose rows were pulled from a store.</summary>
    /// <param name="model">The layers as they were pulled.</param>
    /// <param name="embedded">The batch with its rows.</param>
    /// <param name="row">The first row of the batch with a logit that is not finite, or −1.</param>
    /// <param name="loss">The loss.</param>
    public static string FindPulled(RankingModel model, EmbeddedBatch embedded, int row, float loss) => $"the loss is {loss}; " + (
        InPulledRows(model, embedded) ?? InParameters(model)
        ?? (row < 0 ? "all logits are finite, so row weights may be all zero or not finite" : InInputs(model, embedded.Batch, row)
            ?? $"the logit of row {row} of the batch is not finite, though its inputs are; numbers have grown too large"));

    private static string? InPulledRows(RankingModel model, EmbeddedBatch embedded)
    {
        for (int table = 0; table < model.Tables.Count; table++)
        {
            MatrixView rows = embedded.RowsOf(table);
            for (int i = 0; i < rows.Rows; i++)
                for (int column = 0; column < rows.Cols; column++)
                    if (!float.IsFinite(rows[i, column])) return $"table '{model.Tables[table].Name}', row of key {embedded.Keys[i]:x16}, holds numbers that are not finite";
        }

        return null;
    }

    private static string? InTables(LiveModel live)
    {
        foreach (IEmbeddingTable table in live.Tables)
            if (table.TryFindNonFinite(out ulong key)) return $"table '{table.Name}', row of key {key:x16}, holds numbers that are not finite";
        return null;
    }

    private static string? InParameters(RankingModel model)
    {
        foreach (Parameter parameter in model.Parameters)
            if (FirstNonFinite(parameter.Values) >= 0) return $"parameter '{parameter.Name}' holds numbers that are not finite";
        return null;
    }

    private static string InRow(LiveModel live, Batch batch, int row)
    {
        if (InInputs(live.Model, batch, row) is { } input) return input;
        (float number, string place) = Largest(live, batch, row);
        return $"the logit of row {row} of the batch is not finite, though its inputs are; numbers have grown too large, above all {number:g3} in {place}";
    }

    private static string? InInputs(RankingModel model, Batch batch, int row)
    {
        int column = FirstNonFinite(batch.Dense.Row(row));
        return column < 0 ? null : $"number column '{model.Schema.DenseFeatures[column].Name}' of row {row} of the batch is {batch.Dense[row, column]}";
    }

    /// <summary>The number farthest from zero among all that a row of a batch depends on.</summary>
    private static (float Number, string Place) Largest(LiveModel live, Batch batch, int row)
    {
        (float Number, string Place) largest = (0, "");
        foreach (Parameter parameter in live.Model.Parameters) Take(parameter.Values, $"parameter '{parameter.Name}'");
        foreach (IEmbeddingTable table in live.Tables)
        {
            for (int feature = 0; feature < batch.Layout.Features; feature++)
                foreach (ulong key in batch.Cell(row, feature))
                    Take(RowOf(table, key), $"table '{table.Name}', row of key {key:x16}");
        }

        return largest;

        void Take(ReadOnlySpan<float> values, string place)
        {
            foreach (float value in values)
                if (MathF.Abs(value) > MathF.Abs(largest.Number)) largest = (value, place);
        }
    }

    private static unsafe float[] RowOf(IEmbeddingTable table, ulong key)
    {
        float[] row = new float[table.Dimension];
        fixed (float* pointer = row) table.Pull([key], [], new MatrixView(pointer, 1, row.Length), PullMode.Scoring);
        return row;
    }

    private static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }
}
