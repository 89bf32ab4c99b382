using System.IO.Compression;
using System.Text;

namespace Winnow.Data.Tests.Records;

/// <summary>Ten thousand damaged files: no crash, no hang, every malformed row told, whatever the size of blocks and the number
/// of threads.</summary>
public sealed class MutatedFilesTests
{
    private const int FilesPerReader = 1_250;

    private static readonly string s_columns = """
        columns:
          - { name: label, kind: label }
          - { name: user, kind: id }
          - { name: tags, kind: idList }
          - { name: price, kind: dense, transform: standardize }
          - { name: when, kind: time }
        """;

    /// <summary>Name, schema, and a well-formed text of each reader.</summary>
    public static TheoryData<string, string, string> Readers => new()
    {
        { "csv", "format: csv\n" + s_columns, "label,user,tags,price,when\n1,ann,a|b,3,5\n0,\"bob, \"\"x\"\"\",,7.5,2024-01-02\r\n1,\"c\nd\",b,,7\n0,é,c,1e3,8" },
        { "csv trimmed", "format: { kind: csv, trim: true, missing: [\"?\"] }\n" + s_columns, "label,user,tags,price,when\n1, ann , a|b,3,5\n0, \"bob, x\" ,,?,6\n1, c,b,,7\n" },
        { "csv without quotes", "format: { kind: csv, quotes: false, header: false, delimiter: \";\" }\n" + s_columns, "1;ann;a|b;3;5\n0;b\"ob;;7.5;6\n1;c;b;;7\n" },
        { "tsv", "format: { kind: tsv, header: false }\n" + s_columns, "1\tann\ta|b\t3\t5\n0\t\"b\to\nb\"\t\t7.5\t6\n1\tc\tb\t\t7\n" },
        { "json lines", "format: jsonLines\n" + s_columns, "{\"label\":1,\"user\":\"ann\",\"tags\":[\"a\",\"b\"],\"price\":3,\"when\":5}\n{\"label\":false,\"user\":\"b\\u00e9\\\"\",\"price\":null,\"when\":6}\n" },
        { "libsvm", "format: libSvm\ncolumns:\n  - { name: label, kind: label }\n  - { name: features, kind: idList, weighted: true }\n", "1 3:1 7:0.5 9:2e-1\n-1 2:1 # note\n\n0\n" },
        { "positional libsvm", "format: { kind: libSvm, positional: true }\ncolumns:\n  - { name: label, kind: label }\n  - { name: user, kind: id }\n  - { name: price, kind: dense }\n", "1 3:1 7:0.5\n-1 2:1 8:3\n" },
        { "libffm", "format: libFfm\ncolumns:\n  - { name: label, kind: label }\n  - { name: user, kind: id }\n  - { name: tags, kind: idList, weighted: true }\n", "1 0:3:1 1:7:0.5 1:8:1\n0 1:2:1 0:4:1 1:5:2\n" },
    };

    [Theory, MemberData(nameof(Readers))]
    public void Encode_MutatedFiles_TellsEveryMalformedRow(string name, string yaml, string text)
    {
        FeatureSchema schema = FeatureSchema.FromYaml(yaml);
        FeaturePlan plan = FeaturePlan.Fit(Sample.File(text, schema), schema);
        Random random = new(20_260 + name.Length);
        for (int i = 0; i < FilesPerReader; i++)
        {
            byte[] damaged = Mutation.Of(text, random);
            string one = Outcome(damaged, schema, plan, blockBytes: 1 << 18, threads: 1);
            string other = Outcome(i % 10 == 0 ? Gzip(damaged) : damaged, schema, plan, blockBytes: random.Next(1, 200), threads: i % 50 == 0 ? 3 : 1);
            Assert.Equal(one, other);
            if (schema.Format!.Kind is FileKind.JsonLines or FileKind.LibSvm or FileKind.LibFfm) AssertEveryLineCounts(damaged, one, schema.Format.Kind);
        }
    }

    [Fact]
    public void Read_MutatedCsv_AgreesWithTheRulesByteByByte()
    {
        const string text = "a,b,c\n1,\"x, \"\"y\"\"\n z\",3\r\n4,5\" pipe,\"6\"\n\"7\",\"\",9\n\n10,11,12345678901234567890123456789012345678901234567890123456789\n1,2,3";
        Random random = new(7);
        FileFormat format = new() { Kind = FileKind.Csv, Header = false };
        FeatureSchema schema = new([new Column("a", ColumnKind.Id), new Column("b", ColumnKind.Id), new Column("c", ColumnKind.Id)], format);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] damaged = Mutation.Of(text, random);
            if (damaged.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || damaged.Length == 0) continue;
            CsvReference expected = new CsvReference(damaged, columns: 3).Read();
            BadRowLog log = new(new BadRowLimit(1, 0));

            List<string?[]> rows = Sample.Cells(new RecordFile([TextOrigin.OfBytes("x", damaged)], schema, format, random.Next(1, 300)), log);

            Assert.Equal(expected.Rows, rows);
            Assert.Equal(expected.Faults, log.First.Select(f => (f.Line, f.Fault)));
        }
    }

    [Fact]
    public void Encode_MutatedGzip_IsDamagedOrReadable()
    {
        FeatureSchema schema = FeatureSchema.FromYaml("format: csv\n" + s_columns);
        string text = string.Concat(Enumerable.Repeat("1,ann,a|b,3,5\n", 50));
        FeaturePlan plan = FeaturePlan.Fit(Sample.File("label,user,tags,price,when\n" + text, schema), schema);
        byte[] whole = Gzip(Encoding.UTF8.GetBytes("label,user,tags,price,when\n" + text));
        Random random = new(3);
        int refused = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = i < whole.Length ? whole[..i] : [.. whole];
            if (i >= whole.Length) damaged[random.Next(2, damaged.Length)] ^= (byte)(1 << random.Next(8));
            if (!Outcome(damaged, schema, plan, 64, 1).StartsWith("50 ", StringComparison.Ordinal)) refused++;
        }
        Assert.InRange(refused, 280, 300);      // a flipped bit in the header (time, name) does no harm
    }

    /// <summary>What came out: the fingerprint of the good rows and every malformed row, or why the file was refused.</summary>
    private static string Outcome(byte[] bytes, FeatureSchema schema, FeaturePlan plan, int blockBytes, int threads)
    {
        BadRowLog log = new(new BadRowLimit(1, 0));
        try
        {
            RecordFile file = new([TextOrigin.OfBytes("damaged", bytes)], schema, blockBytes: blockBytes);
            using EncodedDataset data = EncodedDataset.Encode(file, plan, new EncodeOptions { Threads = threads, BadRows = log });
            Assert.Equal(log.Rows, data.Rows + log.Count);
            Assert.Equal(Math.Min(log.Count, BadRowLog.Kept), log.First.Count);
            return $"{data.Rows} {data.Fingerprint:x16} {string.Join('\n', log.First)}";
        }
        catch (Exception e) when (e is BadDataException or SchemaMismatchException)
        {
            return e.Message;
        }
    }

    /// <summary>In a format of lines each line is a row, good or malformed, unless it is blank; comments need not be.</summary>
    private static void AssertEveryLineCounts(byte[] bytes, string outcome, FileKind kind)
    {
        if (!char.IsAsciiDigit(outcome[0])) return;
        string text = Encoding.Latin1.GetString(bytes).TrimStart('\u00EF', '\u00BB', '\u00BF');
        string[] lines = [.. text.Split('\n').Select(l => l.Trim(' ', '\t', '\r')).Where(l => l.Length > 0)];
        int comments = kind == FileKind.JsonLines ? 0 : lines.Count(l => l[0] == '#');
        string[] parts = outcome.Split(' ', 3);
        int malformed = parts[2].Length == 0 ? 0 : parts[2].Split('\n').Length;
        Assert.InRange(int.Parse(parts[0]) + malformed, lines.Length - comments, lines.Length);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}
