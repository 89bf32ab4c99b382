namespace Winnow.Data;

/// <summary>Rows by their time: before one moment, between two, from the second on. Rows without a readable time are training rows.</summary>
internal sealed class TimeParts : IPartRule
{
    private readonly int _column;
    private readonly long _validation, _test;

    private TimeParts(int column, long validation, long test) => (_column, _validation, _test) = (column, validation, test);

    /// <summary>Reads all times and takes the moments after which the wanted shares of rows lie.</summary>
    public static TimeParts Find(IRecordSource source, FeatureSchema schema, float validation, float test)
    {
        if (schema.Time is not { } time)
            throw new ArgumentException("A split by time needs a column of kind time, and the schema has none. Name one, or split in the given order.");
        int column = source.Columns.ToList().IndexOf(time.Source);
        if (column < 0) throw new ArgumentException($"'{source.Name}' has no column '{time.Source}' to split by time.{NearestName.Hint(time.Source, source.Columns)}");
        long[] times = Times(source, column);
        Array.Sort(times);
        return new TimeParts(column, Quantile(times, 1 - test - validation), Quantile(times, 1 - test));
    }

    public SplitPart PartOf(RecordBlock block, int row)
    {
        if (!TimeColumn.TryRead(block[row, _column], out long time)) return SplitPart.Train;
        return time >= _test ? SplitPart.Test : time >= _validation ? SplitPart.Validation : SplitPart.Train;
    }

    private static long[] Times(IRecordSource source, int column)
    {
        List<long> times = [];
        using BlockPipeline pipeline = new(source, threads: 1);
        while (pipeline.Next() is { } slot)
        {
            for (int row = 0; row < slot.Block.Rows; row++)
                if (TimeColumn.TryRead(slot.Block[row, column], out long time)) times.Add(time);
        }

        return [.. times];
    }

    private static long Quantile(long[] sorted, double share)
    {
        int at = (int)Math.Round(sorted.Length * share);
        return at >= sorted.Length ? long.MaxValue : sorted[at];
    }
}
