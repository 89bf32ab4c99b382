using System.Buffers.Binary;
using System.Text;

namespace Winnow.Data;

/// <summary>The file of a plan: magic, version, length of the body, body, checksum of all before. Little-endian.</summary>
internal static class PlanFile
{
    public const int Version = 1;

    private const int HeaderBytes = 24, ChecksumBytes = 8, BufferBytes = 1 << 16;

    private static ReadOnlySpan<byte> Magic => "WINNOWPL"u8;

    public static void Write(
        string path, string schema, long rows, IEnumerable<Vocabulary> vocabularies, IReadOnlyDictionary<string, NumberPlan> numbers)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, BufferBytes);
        file.Write(new byte[HeaderBytes]);
        using (BinaryWriter body = new(file, Encoding.UTF8, leaveOpen: true))
        {
            body.Write(schema);
            body.Write(rows);
            WriteVocabularies(body, [.. vocabularies]);
            WriteNumbers(body, numbers);
        }
        file.Position = 0;
        file.Write(Header(file.Length - HeaderBytes));
        ulong checksum = Checksum(file, file.Length);
        Span<byte> footer = stackalloc byte[ChecksumBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(footer, checksum);
        file.Write(footer);
        file.Flush(flushToDisk: true);
    }

    public static (string Schema, long Rows, List<Vocabulary> Vocabularies, Dictionary<string, NumberPlan> Numbers) Read(string path)
    {
        if (!File.Exists(path)) throw new InvalidPlanException($"There is no feature plan '{path}'. Give the folder of a trained model.");
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
        Verify(file, path);
        file.Position = HeaderBytes;
        using BinaryReader body = new(file, Encoding.UTF8, leaveOpen: true);
        try
        {
            return (body.ReadString(), body.ReadInt64(), ReadVocabularies(body), ReadNumbers(body));
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            throw new InvalidPlanException($"The feature plan '{path}' has a right checksum but cannot be understood at byte {file.Position}. It was written by another program; fit it anew.", e);
        }
    }

    /// <summary>Checks magic, version, length and checksum, so that nothing else in the file has to be doubted.</summary>
    private static void Verify(FileStream file, string path)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        int read = file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read < Magic.Length || !header[..Magic.Length].SequenceEqual(Magic))
            throw new InvalidPlanException($"'{path}' is no feature plan: it does not start with '{Encoding.ASCII.GetString(Magic)}'. Give the folder of a trained model.");
        int version = BinaryPrimitives.ReadInt32LittleEndian(header[Magic.Length..]);
        if (read == HeaderBytes && version != Version)
            throw new InvalidPlanException($"The feature plan '{path}' has version {version}; this program reads version {Version}. Use the program it was written by, or fit it anew.");
        long expected = read < HeaderBytes ? HeaderBytes : BinaryPrimitives.ReadInt64LittleEndian(header[16..]) + HeaderBytes + ChecksumBytes;
        if (file.Length != expected)
            throw new InvalidPlanException($"The feature plan '{path}' has {file.Length} bytes, {expected} were written. It was cut short or added to; restore it from a copy.");
        ulong checksum = Checksum(file, file.Length - ChecksumBytes);
        Span<byte> footer = stackalloc byte[ChecksumBytes];
        file.ReadExactly(footer);
        ulong written = BinaryPrimitives.ReadUInt64LittleEndian(footer);
        if (checksum != written)
            throw new InvalidPlanException($"The feature plan '{path}' was changed: its checksum is {checksum:x16}, {written:x16} was written. Restore it from a copy.");
    }

    private static byte[] Header(long bodyBytes)
    {
        byte[] header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(Magic.Length), Version);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), bodyBytes);
        return header;
    }

    /// <summary>The hash of the first bytes of a file, chained over pieces of <see cref="BufferBytes"/>; leaves the position behind them.</summary>
    private static ulong Checksum(FileStream file, long bytes)
    {
        byte[] buffer = new byte[BufferBytes];
        ulong checksum = Version;
        file.Position = 0;
        for (long left = bytes; left > 0;)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(left, BufferBytes));
            file.ReadExactly(piece);
            checksum = FeatureKey.Hash(piece, checksum);
            left -= piece.Length;
        }
        return checksum;
    }

    private static void WriteVocabularies(BinaryWriter body, Vocabulary[] vocabularies)
    {
        body.Write(vocabularies.Length);
        foreach (Vocabulary vocabulary in vocabularies)
        {
            body.Write(vocabulary.Table);
            body.Write(vocabulary.Count);
            for (int e = 0; e < vocabulary.Count; e++)
            {
                ReadOnlySpan<byte> text = vocabulary.TextBytes(e);
                body.Write7BitEncodedInt(text.Length);
                body.Write(text);
                body.Write7BitEncodedInt64(vocabulary.Occurrences(e));
            }
        }
    }

    private static List<Vocabulary> ReadVocabularies(BinaryReader body)
    {
        List<Vocabulary> vocabularies = [];
        byte[] text = new byte[RecordFile.MaxFieldBytes];
        for (int tables = body.ReadInt32(); tables > 0; tables--)
        {
            string table = body.ReadString();
            int count = body.ReadInt32();
            Vocabulary vocabulary = new(table, count);
            for (int e = 0; e < count; e++)
            {
                Span<byte> entry = text.AsSpan(0, body.Read7BitEncodedInt());
                body.BaseStream.ReadExactly(entry);
                vocabulary.Add(entry, body.Read7BitEncodedInt64());
            }
            vocabularies.Add(vocabulary.Index());
        }
        return vocabularies;
    }

    private static void WriteNumbers(BinaryWriter body, IReadOnlyDictionary<string, NumberPlan> numbers)
    {
        body.Write(numbers.Count);
        foreach ((string name, NumberPlan number) in numbers)
        {
            body.Write(name);
            body.Write((int)number.Transform);
            body.Write(number.Mean);
            body.Write(number.Deviation);
            body.Write(number.Count);
            body.Write(number.Edges.Count);
            foreach (double edge in number.Edges) body.Write(edge);
        }
    }

    private static Dictionary<string, NumberPlan> ReadNumbers(BinaryReader body)
    {
        Dictionary<string, NumberPlan> numbers = [];
        for (int left = body.ReadInt32(); left > 0; left--)
        {
            string name = body.ReadString();
            NumberTransform transform = (NumberTransform)body.ReadInt32();
            double mean = body.ReadDouble(), deviation = body.ReadDouble();
            long count = body.ReadInt64();
            double[] edges = new double[body.ReadInt32()];
            for (int e = 0; e < edges.Length; e++) edges[e] = body.ReadDouble();
            numbers.Add(name, new NumberPlan(transform, mean, deviation, edges, count));
        }
        return numbers;
    }
}
