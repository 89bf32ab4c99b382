using System.Text;

namespace Winnow.Data;

/// <summary>The lines of a published file of users or items, cut into the cells that its layout names.</summary>
internal static class EntityLines
{
    /// <summary>Lines without quotes; every column of the file is a cell. The array is new for each line.</summary>
    public static IEnumerable<(long Line, string[] Cells)> OfText(TextOrigin origin, EntityLayout layout)
    {
        using StreamReader text = new(origin.OpenText(0), layout.Latin1 ? Encoding.Latin1 : Encoding.UTF8);
        int columns = layout.Columns.Sum(c => c.Width);
        for (long line = 1; text.ReadLine() is { } read; line++)
        {
            string[] cells = read.Split(layout.Separator);
            if (cells.Length != columns) throw new BadDataException($"Line {line} of '{origin.Name}' has {cells.Length} columns; expected {columns}.");
            yield return (line, cells);
        }
    }

    /// <summary>Rows of a CSV file with a header; one cell a column of the layout.</summary>
    public static IEnumerable<(long Line, string[] Cells)> OfCsv(TextOrigin origin, EntityLayout layout)
    {
        RecordFile file = new([origin]);
        int[] sources = [.. layout.Columns.Select(c => SourceOf(file, c))];
        BadRowLog log = new(BadRowLimit.None);
        using BlockPipeline pipeline = new(file, threads: 1);
        while (pipeline.Next() is { } slot)
        {
            RecordBlock block = slot.Block;
            block.Faults.CopyTo(log, block);
            log.Check(atEnd: true);
            for (int row = 0; row < block.Rows; row++)
                yield return (block.Line(row), Array.ConvertAll(sources, source => Encoding.UTF8.GetString(block[row, source])));
        }
    }

    private static int SourceOf(RecordFile file, EntityColumn column)
    {
        int found = file.Columns.ToList().IndexOf(column.Source);
        return found >= 0 ? found : throw new BadDataException($"'{file.Name}' has no column '{column.Source}'.{NearestName.Hint(column.Source, file.Columns)}");
    }
}
