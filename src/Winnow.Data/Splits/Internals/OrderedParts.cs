namespace Winnow.Data;

/// <summary>Rows by their place: all before one line, between two lines, after.</summary>
internal sealed class OrderedParts : IPartRule
{
    private readonly (int File, long Line) _validation, _test;

    private OrderedParts((int File, long Line) validation, (int File, long Line) test) => (_validation, _test) = (validation, test);

    /// <summary>Counts the rows, then looks for the lines at which the parts begin.</summary>
    public static OrderedParts Find(IRecordSource source, float validation, float test)
    {
        long rows = Blocks(source).Sum(b => (long)b.Rows);
        long firstTest = rows - (long)Math.Round((double)rows * test);
        long firstValidation = firstTest - (long)Math.Round((double)rows * validation);
        (int, long) validationStart = (int.MaxValue, 0), testStart = (int.MaxValue, 0);
        long before = 0;
        foreach (RecordBlock block in Blocks(source))
        {
            if (Holds(block, before, firstValidation)) validationStart = PlaceOf(block, firstValidation - before);
            if (Holds(block, before, firstTest)) testStart = PlaceOf(block, firstTest - before);
            before += block.Rows;
            if (before > firstTest) break;
        }

        return new OrderedParts(validationStart, testStart);
    }

    public SplitPart PartOf(RecordBlock block, int row)
    {
        (int, long) place = PlaceOf(block, row);
        return place.CompareTo(_test) >= 0 ? SplitPart.Test : place.CompareTo(_validation) >= 0 ? SplitPart.Validation : SplitPart.Train;
    }

    private static bool Holds(RecordBlock block, long before, long row) => row >= before && row < before + block.Rows;

    private static (int File, long Line) PlaceOf(RecordBlock block, long row) => (block.Start.File, block.Line((int)row));

    private static IEnumerable<RecordBlock> Blocks(IRecordSource source)
    {
        using BlockPipeline pipeline = new(source, threads: 1);
        while (pipeline.Next() is { } slot) yield return slot.Block;
    }
}
