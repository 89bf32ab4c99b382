using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Winnow.Data.Marketplace.Internals;

/// <summary>Writes fields that need no quotes: letters and numbers. A file stands aside as NAME.partial until
/// <see cref="Publish"/>.</summary>
internal sealed class CsvLineWriter : IDisposable
{
    private const int LongestField = 64;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;
    private bool _midLine;

    internal CsvLineWriter(string path, string header)
    {
        _path = path;
        _file = new FileStream(Partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (string name in header.Split(',')) Field(name);
        EndLine();
    }

    private string Partial => _path + ".partial";

    internal void Field(ReadOnlySpan<char> ascii)
    {
        Separate();
        foreach (char c in ascii) Put((byte)c);
    }

    internal void Field(long number)
    {
        Separate();
        Number(number);
    }

    /// <summary>A letter and a number: <c>u17</c>.</summary>
    internal void Field(char letter, long number)
    {
        Separate();
        Put((byte)letter);
        Number(number);
    }

    internal void Field(double number, byte decimals)
    {
        Separate();
        Reserve();
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out int written, new('F', decimals));
        _used += written;
    }

    /// <summary>Ids of one letter in one field, between bars: <c>i4|i17</c>.</summary>
    internal void Field(char letter, ReadOnlySpan<int> numbers)
    {
        Separate();
        for (int n = 0; n < numbers.Length; n++)
        {
            if (n > 0) Put((byte)'|');
            Put((byte)letter);
            Number(numbers[n]);
        }
    }

    internal void EndLine()
    {
        Put((byte)'\n');
        _midLine = false;
    }

    /// <summary>Flushes to the disk and gives the file its name, over one that is there.</summary>
    internal void Publish()
    {
        Flush();
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(Partial, _path, overwrite: true);
    }

    /// <summary>Closes the file and deletes it if it was not published.</summary>
    public void Dispose()
    {
        _file.Dispose();
        File.Delete(Partial);
    }

    private void Separate()
    {
        if (_midLine) Put((byte)',');
        _midLine = true;
    }

    private void Number(long number)
    {
        Reserve();
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(_used), out int written);
        _used += written;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(byte b)
    {
        Reserve();
        _buffer[_used++] = b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve()
    {
        if (_buffer.Length - _used < LongestField) Flush();
    }

    private void Flush()
    {
        _file.Write(_buffer, 0, _used);
        _used = 0;
    }
}
