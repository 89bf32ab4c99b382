using System.Text;

namespace Winnow.Data;

/// <summary>Delimited text.</summary>
internal sealed unsafe class CsvSyntax(FileFormat format, IReadOnlyList<string> columns) : RecordSyntax(columns)
{
    private readonly CsvScanner _scanner = new((byte)format.Delimiter, format.Quotes, format.Trim);

    public override int HeaderLength(string file, byte* text, int length, bool complete)
    {
        if (!format.Header) return 0;
        HeaderSink header = new(text);
        int end = _scanner.Scan(text, length, complete, ref header);
        if (!header.Ended) return -1;
        if (!header.Names.SequenceEqual(Columns))
            throw new BadDataException($"'{file}' has another header than the first file of this source: {Difference(header.Names)}. Give files with the same columns.");
        return end;
    }

    public override int Boundary(byte* text, int length)
    {
        if (!format.Quotes || !new ReadOnlySpan<byte>(text, length).Contains((byte)'"')) return base.Boundary(text, length);
        BoundarySink sink = default;
        return _scanner.Scan(text, length, complete: false, ref sink);
    }

    public override void Parse(RecordBlock block)
    {
        CellSink sink = new(block);
        _scanner.Scan(block.Text, block.TextLength, complete: true, ref sink);
    }

    /// <summary>The fields of the first record of a text, or null if it does not end within it.</summary>
    public static List<string>? FirstRecord(FileFormat format, byte* text, int length, bool complete)
    {
        HeaderSink header = new(text);
        new CsvScanner((byte)format.Delimiter, format.Quotes, format.Trim).Scan(text, length, complete, ref header);
        return header.Ended ? header.Names : null;
    }

    private string Difference(List<string> names)
    {
        int i = 0;
        while (i < names.Count && i < Columns.Count && names[i] == Columns[i]) i++;
        return $"column {i + 1} is {Name(names, i)}, there it was {Name(Columns, i)}";
    }

    private static string Name(IReadOnlyList<string> names, int i) => i < names.Count ? $"'{names[i]}'" : "absent";

    private struct BoundarySink : ICsvSink
    {
        public readonly void Field(int start, int length, bool escaped) { }

        public readonly bool EndRecord(int start, int end, int line) => true;

        public readonly void Malformed(RowFault fault, int line) { }
    }

    /// <summary>Collects the fields of the first record that is not blank.</summary>
    private struct HeaderSink(byte* text) : ICsvSink
    {
        public List<string> Names { get; } = [];

        public bool Ended { get; private set; }

        public readonly void Field(int start, int length, bool escaped)
        {
            string name = Encoding.UTF8.GetString(text + start, length);
            Names.Add(escaped ? name.Replace("\"\"", "\"", StringComparison.Ordinal) : name);
        }

        public bool EndRecord(int start, int end, int line)
        {
            Ended = end > start;
            if (!Ended) Names.Clear();
            return !Ended;
        }

        public readonly void Malformed(RowFault fault, int line) => Names.Clear();
    }
}
