namespace Winnow.Data.Tests.Records;

public sealed class CsvFileTests
{
    [Fact]
    public void Read_PlainLines_GivesCellsInOrder() => AssertCells("a,b\n1,2\n3,\n", ["1", "2"], ["3", null]);

    [Fact]
    public void Read_CrLfAndNoLastBreak_GivesTheSameCells() => AssertCells("a,b\r\n1,2\r\n3,4", ["1", "2"], ["3", "4"]);

    [Fact]
    public void Read_QuotesWithDelimiterBreakAndQuote_UndoesThem() =>
        AssertCells("a,b\n\"x,\r\ny\",\"say \"\"hi\"\"\"\n1,2\n", ["x,\r\ny", "say \"hi\""], ["1", "2"]);

    [Fact]
    public void Read_QuoteInsideField_IsText() => AssertCells("a,b\n5\" pipe,2\n", ["5\" pipe", "2"]);

    [Fact]
    public void Read_BlankLines_AreSkipped() => AssertCells("a,b\n\n1,2\n\r\n3,4\n\n", ["1", "2"], ["3", "4"]);

    private static void AssertCells(string text, params string?[][] expected)
    {
        BadRowLog log = new();
        FileFormat format = new() { Kind = FileKind.Csv };
        Assert.Equal(expected, Sample.Cells(Sample.File(text, format: format), log));
        Assert.Equal(0, log.Count);
    }
}
