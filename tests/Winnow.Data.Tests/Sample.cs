using System.Text;

namespace Winnow.Data.Tests;

/// <summary>Small sources made in memory.</summary>
internal static class Sample
{
    public static RecordFile File(string text, FeatureSchema? schema = null, FileFormat? format = null, int blockBytes = 1 << 18) =>
        new([TextOrigin.OfBytes("sample", Encoding.UTF8.GetBytes(text))], schema, format, blockBytes);

    /// <summary>All cells of a source as texts: a missing one is null, items of a list are joined by ';'.</summary>
    public static List<string?[]> Cells(IRecordSource source, BadRowLog? log = null)
    {
        List<string?[]> rows = [];
        using BlockPipeline pipeline = new(source, 1);
        while (pipeline.Next() is { } slot)
        {
            RecordBlock block = slot.Block;
            for (int r = 0; r < block.Rows; r++)
                rows.Add([.. Enumerable.Range(0, block.Columns.Count).Select(c => Text(block, r, c))]);
            block.Faults.Sort();
            log?.AddRows(block.Rows);
            if (log is not null) block.Faults.CopyTo(log, block);
        }
        return rows;
    }

    private static string? Text(RecordBlock block, int row, int column)
    {
        if (block.IsMissing(row, column)) return null;
        int items = block.ItemCount(row, column);
        return items < 0
            ? Encoding.UTF8.GetString(block[row, column])
            : string.Join(';', Enumerable.Range(0, items).Select(i => $"{Encoding.UTF8.GetString(block.ItemText(row, column, i))}:{block.ItemWeight(row, column, i)}"));
    }
}
