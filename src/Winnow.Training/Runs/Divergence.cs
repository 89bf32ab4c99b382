using Winnow.Data;
using Winnow.Embeddings;
using Winnow.Numerics;
using Winnow.Training.ModelFiles;

namespace Winnow.Training;

/// <summary>Finds where a loss that is not finite came from: stored rows, layers, or the batch itself.</summary>
internal static class Divergence
{
    public static string Find(LiveModel live, Batch batch, int row, float loss)
    {
        foreach (IEmbeddingTable table in live.Tables)
            if (table.TryFindNonFinite(out ulong key)) return $"the loss is {loss}; table '{table.Name}', row of key {key:x16}, holds numbers that are not finite";
        foreach (Parameter parameter in live.Model.Parameters)
            if (!IsFinite(parameter.Values)) return $"the loss is {loss}; parameter '{parameter.Name}' holds numbers that are not finite";
        if (row < 0) return $"the loss is {loss}, though all logits are finite; row weights may be all zero or not finite";
        int column = FirstNonFinite(batch.Dense.Row(row));
        return column >= 0
            ? $"the loss is {loss}; number column '{live.Model.Schema.DenseFeatures[column].Name}' of row {row} of the batch is {batch.Dense[row, column]}"
            : $"the loss is {loss}; the logit of row {row} of the batch is not finite, though all its inputs are: weights have grown too large";
    }

    private static bool IsFinite(ReadOnlySpan<float> values) => FirstNonFinite(values) < 0;

    private static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }
}
