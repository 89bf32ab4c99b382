namespace Winnow.Data;

/// <summary>The first bytes of a file, from which its format and columns are found out.</summary>
internal sealed class FileProbe
{
    private const int FirstBytes = 1 << 14, MostBytes = 1 << 20;

    private readonly byte[] _padded;

    private FileProbe(string name, byte[] padded, int length, bool complete)
    {
        (Name, _padded, Length, IsComplete) = (name, padded, length, complete);
    }

    public string Name { get; }

    public int Length { get; }

    /// <summary>Whether this is the whole file.</summary>
    public bool IsComplete { get; }

    public ReadOnlySpan<byte> Text => _padded.AsSpan(0, Length);

    /// <summary>Reads the start of a file, without its byte order mark.</summary>
    public static FileProbe Of(TextOrigin origin)
    {
        byte[] bytes = new byte[FirstBytes + RecordBlock.Padding];
        int length = ReadStart(origin, ref bytes);
        bool complete = length < MostBytes;
        if (bytes.AsSpan(0, length).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            length -= 3;
            bytes.AsSpan(3, length).CopyTo(bytes);
        }
        return new FileProbe(origin.Name, bytes, length, complete);
    }

    /// <summary>What format the text looks like.</summary>
    public FileFormat Format() => FormatSniffer.Of(this);

    /// <summary>The whole lines of the text, at most <paramref name="most"/>, without line breaks; blank ones left out.</summary>
    public List<string> Lines(int most)
    {
        List<string> lines = [];
        int start = 0;
        while (start < Length && lines.Count < most)
        {
            int found = Text[start..].IndexOf((byte)'\n');
            if (found < 0 && !IsComplete) break;
            int end = found < 0 ? Length : start + found;
            string line = System.Text.Encoding.UTF8.GetString(Text[start..end]).TrimEnd('\r');
            if (line.Length > 0) lines.Add(line);
            start = end + 1;
        }
        return lines;
    }

    /// <summary>The fields of the first record that is not blank; null if there is none.</summary>
    public unsafe List<string>? FirstRecord(FileFormat format)
    {
        fixed (byte* text = _padded) return CsvSyntax.FirstRecord(format, text, Length, IsComplete);
    }

    private static int ReadStart(TextOrigin origin, ref byte[] bytes)
    {
        try
        {
            using Stream text = origin.OpenText(0);
            int length = 0;
            while (true)
            {
                int room = bytes.Length - RecordBlock.Padding;
                length += text.ReadAtLeast(bytes.AsSpan(length, room - length), room - length, throwOnEndOfStream: false);
                if (length < room || room == MostBytes) return length;
                Array.Resize(ref bytes, 2 * room + RecordBlock.Padding);
            }
        }
        catch (InvalidDataException e)
        {
            throw new BadDataException($"'{origin.Name}' is damaged: its gzip data cannot be read. Fetch it again.", e);
        }
    }
}
