using System.Text;

namespace Winnow.Data.Tests.Records;

public sealed class RecordFileTests
{
    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", FileKind.Csv, ',', true)]
    [InlineData("1;2;3\n4;5;6\n", FileKind.Csv, ';', false)]
    [InlineData("1\tx\n0\ty\n", FileKind.Tsv, '\t', false)]
    [InlineData("name|note\nx|a, b\ny|c\n", FileKind.Csv, '|', true)]
    [InlineData("user\nann\nbob\n", FileKind.Csv, ',', true)]
    [InlineData("a,b\n\"1,5\",2\n\"3,5\",4\n", FileKind.Csv, ',', true)]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", FileKind.JsonLines, ',', true)]
    [InlineData("1 3:1 4:0.5\n", FileKind.LibSvm, ',', true)]
    [InlineData("1 0:3:1 1:4:0.5\n", FileKind.LibFfm, ',', true)]
    public void Open_NoSchema_FindsTheFormat(string text, FileKind kind, char delimiter, bool header)
    {
        FileFormat format = Sample.File(text).Format;
        Assert.Equal((kind, delimiter, header), (format.Kind, format.Delimiter, format.Header));
    }

    [Theory]
    [InlineData("a,b,a\n1,2,3\n", "Columns 1 and 3 of 'sample' are both named 'a'")]
    [InlineData("a,,c\n1,2,3\n", "Column 2 of 'sample' has no name")]
    [InlineData("", "holds no")]
    [InlineData("\0\0\0", "NUL bytes")]
    public void Open_FileWithoutUsableColumns_SaysWhy(string text, string reason)
    {
        FileFormat? format = text.StartsWith('a') ? new FileFormat() : null;
        Assert.Contains(reason, Assert.Throws<BadDataException>(() => Sample.File(text, format: format)).Message);
    }

    [Fact]
    public void Open_Utf16_SaysSo()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("a,b\n1,2\n")];
        RecordFile file = new([TextOrigin.OfBytes("x", bytes)], new FeatureSchema([new Column("a", ColumnKind.Id)]), new FileFormat { Header = false });
        Assert.Contains("UTF-16", Assert.Throws<BadDataException>(() => Sample.Cells(file)).Message);
    }

    [Fact]
    public void Open_ByteOrderMark_IsNoPartOfTheFirstName() => Assert.Equal(["a", "b"], Sample.File("\uFEFFa,b\n1,2\n", format: new FileFormat()).Columns);

    [Fact]
    public void Open_MissingFile_SaysWhereToLook() =>
        Assert.Contains("There is no file 'nowhere.csv'", Assert.Throws<FileNotFoundException>(() => RecordFile.Open("nowhere.csv")).Message);

    [Fact]
    public void Open_SeveralFiles_AreReadAsOneAndMustAgree()
    {
        using TemporaryFolder folder = new();
        string one = folder.Write("1.csv", "a,b\n1,2\n"), two = folder.Write("2.csv", "a,b\n3,4\n"), other = folder.Write("3.csv", "a,c\n5,6\n");
        Assert.Equal([["1", "2"], ["3", "4"]], Sample.Cells(RecordFile.Open([one, two])));
        Assert.Contains("column 2 is 'c', there it was 'b'", Assert.Throws<BadDataException>(() => Sample.Cells(RecordFile.Open([one, other]))).Message);
    }

    [Fact]
    public void Read_JsonLines_GivesValuesAsWritten()
    {
        RecordFile file = Sample.File("{\"a\":\"x\\n\\u00e9\",\"b\":1.50,\"c\":[1,\"y\",null]}\n{\"c\":[],\"b\":null,\"a\":true}\n");
        Assert.Equal([["x\né", "1.50", "1:1;y:1"], ["true", null, ""]], Sample.Cells(file));
    }

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}", RowFault.RepeatedName)]
    [InlineData("{\"a\":{\"b\":1}}", RowFault.NestedValue)]
    [InlineData("{\"a\":[[1]]}", RowFault.NestedValue)]
    [InlineData("{\"z\":1}", RowFault.UnknownName)]
    [InlineData("{\"a\":1", RowFault.MalformedJson)]
    [InlineData("[1]", RowFault.MalformedJson)]
    [InlineData("{\"a\":1} {\"a\":2}", RowFault.MalformedJson)]
    [InlineData("{\"a\":\"\\ud800\"}", RowFault.MalformedJson)]
    public void Read_MalformedJson_IsTold(string line, RowFault fault)
    {
        FeatureSchema schema = new([new Column("a", ColumnKind.Id)], new FileFormat { Kind = FileKind.JsonLines });
        BadRowLog log = new(new BadRowLimit(1, 0));
        Assert.Equal([["1"]], Sample.Cells(Sample.File("{\"a\":1}\n" + line + "\n", schema), log));
        Assert.Equal((2, fault), (log.First[0].Line, log.First[0].Fault));
    }

    [Theory]
    [InlineData(RecordFile.MaxFieldBytes, false)]
    [InlineData(RecordFile.MaxFieldBytes + 1, true)]
    public void Read_LongField_IsMalformedAboveTheLimit(int bytes, bool malformed)
    {
        foreach (string quote in (string[])["", "\""])
        {
            BadRowLog log = new(new BadRowLimit(1, 0));
            string text = $"a,b\n1,{quote}{new string('x', bytes)}{quote}\n3,4\n";
            Assert.Equal(malformed ? 1 : 2, Sample.Cells(Sample.File(text, format: new FileFormat()), log).Count);
            if (malformed) Assert.Equal(new BadRow("sample", 2, "b", RowFault.FieldTooLong), Assert.Single(log.First));
        }
    }

    [Fact]
    public void Read_EndlessLine_IsOneMalformedRowInBoundedMemory()
    {
        string text = "a,b\n1,2\n" + new string('x', RecordFile.MaxRecordBytes + 100_000) + "\n3,4\n";
        BadRowLog log = new(new BadRowLimit(1, 0));
        Assert.Equal([["1", "2"], ["3", "4"]], Sample.Cells(Sample.File(text, format: new FileFormat()), log));
        Assert.Equal((3, RowFault.RecordTooLong), (log.First[0].Line, log.First[0].Fault));
    }

    [Theory]
    [InlineData("format: libSvm\ncolumns: [{ name: label, kind: label }, { name: features, kind: idList, weighted: true }]", "")]
    [InlineData("format: { kind: libSvm, positional: true }\ncolumns: [{ name: label, kind: label }, { name: a, kind: id }]", "")]
    [InlineData("format: libFfm\ncolumns: [{ name: label, kind: label }, { name: a, kind: id }]", "0:")]
    public void Encode_LongToken_IsMalformed(string yaml, string prefix)
    {
        FeatureSchema schema = FeatureSchema.FromYaml(yaml);
        RecordFile file = Sample.File($"1 {prefix}7:1\n0 {prefix}{new string('9', 5 << 20)}:1\n", schema);
        BadRowLog log = new(new BadRowLimit(1, 0));
        FeaturePlan.Fit(file, schema, new FitOptions { BadRows = log });
        Assert.Equal((2, RowFault.FieldTooLong), (log.First[0].Line, log.First[0].Fault));
    }

    [Fact]
    public void Read_Query_IsTheGroup()
    {
        FeatureSchema schema = FeatureSchema.FromYaml("format: libSvm\ncolumns: [{ name: label, kind: label }, { name: qid, kind: group }, { name: features, kind: idList, weighted: true }]");
        Assert.Equal([["1", "5", "3:0.5"], ["0", null, "4:1"]], Sample.Cells(Sample.File("1 qid:5 3:0.5\n0 4:1\n", schema)));
    }

    [Fact]
    public void Read_StrayQuote_CostsItsOwnLineOnly()
    {
        string rest = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{i},x\n"));
        BadRowLog log = new(new BadRowLimit(1, 0));
        Assert.Equal(5_000, Sample.Cells(Sample.File("a,b\n1,\"oops\n" + rest, format: new FileFormat(), blockBytes: 512), log).Count);
        Assert.Equal(new BadRow("sample", 2, "b", RowFault.BrokenQuotes), Assert.Single(log.First));
    }
}
