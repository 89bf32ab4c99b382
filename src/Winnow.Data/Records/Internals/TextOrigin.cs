namespace Winnow.Data;

/// <summary>Where the bytes of one file come from: a name for messages and a way to open it.</summary>
internal sealed record TextOrigin(string Name, Func<Stream> Open)
{
    public static TextOrigin OfFile(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'. Check the path, or set WINNOW_DATA to the folder that holds the data.", path);
        return new(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan));
    }

    public static TextOrigin OfBytes(string name, byte[] bytes) => new(name, () => new MemoryStream(bytes, writable: false));

    /// <summary>Opens the text <paramref name="offset"/> bytes behind its start; gzip is recognised by its first two bytes.</summary>
    public Stream OpenText(long offset)
    {
        Stream raw = Open();
        try
        {
            return IsGzip(raw) ? Skip(new GzipText(raw), offset) : Seek(raw, offset);
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    private static bool IsGzip(Stream raw)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = raw.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        raw.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }

    private static Stream Seek(Stream raw, long offset)
    {
        raw.Position = offset;
        return raw;
    }

    private Stream Skip(Stream text, long offset)
    {
        byte[] dropped = new byte[Math.Min(offset, 1 << 16)];
        for (long left = offset; left > 0;)
        {
            int read = text.Read(dropped, 0, (int)Math.Min(left, dropped.Length));
            if (read == 0) throw new BadDataException($"'{Name}' ends before byte {offset}, where reading was to go on. It is not the file that was read before; start anew.");
            left -= read;
        }
        return text;
    }
}
