using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Winnow.Data;

/// <summary>Writes a gzipped file of tab-separated fields with a header. Fields that hold a tab, a quote or a line break are quoted.</summary>
internal sealed class TsvWriter : IDisposable
{
    private readonly FileStream _file;
    private readonly StreamWriter _text;
    private bool _inRow;

    public TsvWriter(string path, IEnumerable<string> header)
    {
        _file = new FileStream(path, FileMode.CreateNew);
        _text = new StreamWriter(new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true), new UTF8Encoding(false), 1 << 16);
        foreach (string name in header) Field(name);
        EndRow();
    }

    public void Field(string text)
    {
        Separate();
        if (text.AsSpan().IndexOfAny("\t\"\r\n") < 0) _text.Write(text);
        else _text.Write($"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    public void Field(long number)
    {
        Separate();
        _text.Write(number);
    }

    public void Field(float number)
    {
        Separate();
        _text.Write(number.ToString("R", CultureInfo.InvariantCulture));
    }

    public void EndRow()
    {
        _text.Write('\n');
        _inRow = false;
    }

    public void Dispose()
    {
        _text.Dispose();
        _file.Flush(flushToDisk: true);
        _file.Dispose();
    }

    private void Separate()
    {
        if (_inRow) _text.Write('\t');
        _inRow = true;
    }
}
